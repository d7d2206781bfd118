/**
 * TLS above any {@link io.lifeline.edge.transport.Transport}: keys and how they are replaced while
 * the node runs, and the stage that each accepted socket's bytes go through. Knows nothing of what
 * the bytes say.
 */
@NullMarked
package io.lifeline.edge.transport.tls;

import org.jspecify.annotations.NullMarked;
