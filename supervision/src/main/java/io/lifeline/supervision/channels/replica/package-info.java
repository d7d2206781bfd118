/**
 * The replicated store of channels: each node keeps copies of the logs of channels that live on
 * others, so that what was acknowledged survives the loss of a node.
 *
 * <p>{@link io.lifeline.supervision.channels.replica.Copies} is the side of the node that keeps a
 * copy, {@link io.lifeline.supervision.channels.replica.Replication} that of the channel; both are
 * pure logic, and each has an actor around it. May be used by the channels.
 */
@NullMarked
package io.lifeline.supervision.channels.replica;

import org.jspecify.annotations.NullMarked;
