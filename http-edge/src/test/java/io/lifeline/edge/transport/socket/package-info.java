/** Tests of the sockets with I/O of their own, beyond what the transports' contract says. */
@NullMarked
package io.lifeline.edge.transport.socket;

import org.jspecify.annotations.NullMarked;
