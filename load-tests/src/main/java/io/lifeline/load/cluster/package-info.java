/**
 * Scenarios of a cluster: three to five nodes in processes of their own, recovering clients and
 * steady publishers, and a fault. What each may lose, and what it must not, is its invariant.
 */
@NullMarked
package io.lifeline.load.cluster;

import org.jspecify.annotations.NullMarked;
