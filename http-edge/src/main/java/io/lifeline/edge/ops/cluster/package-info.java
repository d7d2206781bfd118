/**
 * The ops listener's view of the whole cluster: asks every node the same question at once, and puts
 * the answers together. Nodes tell each other what their own listeners would say.
 *
 * <p>For the package above it; knows nothing of what is asked but the JSON of the answers.
 */
@NullMarked
package io.lifeline.edge.ops.cluster;

import org.jspecify.annotations.NullMarked;
