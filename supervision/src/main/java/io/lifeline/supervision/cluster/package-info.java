/**
 * This node as a member of a cluster: how it joins and leaves, who may be in the same cluster, and
 * what crosses from node to node.
 *
 * <p>May be used by the edge and by the other packages of this module; knows nothing of connections
 * and channels.
 */
@NullMarked
package io.lifeline.supervision.cluster;

import org.jspecify.annotations.NullMarked;
