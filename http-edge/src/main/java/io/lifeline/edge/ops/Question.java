package io.lifeline.edge.ops;

import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What can be asked of one node and of the whole cluster.
 *
 * @param name by which nodes ask each other; not to be changed
 * @param turns how many such looks this node takes at once
 * @param keys all that a request's query may have
 * @param ofNode looks at this node; may throw {@link OpsQuery.Wrong}. It is called on a thread for
 *     what takes long, and its answers are strict
 * @param ofCluster how that is asked of all nodes
 */
record Question(
    String name,
    Looks turns,
    Set<String> keys,
    Function<OpsQuery, HttpResponse> ofNode,
    ClusterSide ofCluster) {}
