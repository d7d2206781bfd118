/**
 * Sockets with non-blocking I/O of our own: {@link io.lifeline.edge.transport.socket.SocketStage}
 * reads and writes on its stream's thread, and a {@link
 * io.lifeline.edge.transport.socket.SelectorLoop} only says when a socket is ready. No actor, no
 * acknowledgement and no hop lies between a stream and its socket. Known to the node's wiring
 * alone, through {@link io.lifeline.edge.transport.Transport}.
 */
@NullMarked
package io.lifeline.edge.transport.socket;

import org.jspecify.annotations.NullMarked;
