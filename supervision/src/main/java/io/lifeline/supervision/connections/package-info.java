/**
 * Who holds a node's connections: their supervisor, its partitions, and the limits under which a
 * socket is taken and a WebSocket admitted.
 *
 * <p>May be used by the edge and by the lifecycle; knows nothing of channels.
 */
@NullMarked
package io.lifeline.supervision.connections;

import org.jspecify.annotations.NullMarked;
