/**
 * Where bytes come in: accepting sockets behind the seam {@link
 * io.lifeline.edge.transport.Transport}, and handing each to its owner. Knows nothing of what the
 * bytes say.
 */
@NullMarked
package io.lifeline.edge.transport;

import org.jspecify.annotations.NullMarked;
