/**
 * What a node's channels are: the gateway that gives each message its position, the store of
 * positions, and the hub that hands messages to the writers of the subscribers.
 *
 * <p>May be used by the edge; knows nothing of sockets and admission.
 */
@NullMarked
package io.lifeline.supervision.channels;

import org.jspecify.annotations.NullMarked;
