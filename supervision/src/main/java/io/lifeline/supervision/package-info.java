/**
 * Who admits, addresses, feeds, drains and stops connections, on this node and in the cluster.
 *
 * <p>May be used by the edge and the load tests; knows connection-actors, not HTTP.
 */
@NullMarked
package io.lifeline.supervision;

import org.jspecify.annotations.NullMarked;
