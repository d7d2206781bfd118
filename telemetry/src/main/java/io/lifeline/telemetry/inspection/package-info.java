/**
 * An inspection: many small checks of a node, run at once, each within its time, and what they
 * found as one diagnosis with a verdict.
 *
 * <p>It has threads of its own, so it works when those of the node's actors do not, and a check
 * that hangs holds up nobody. It knows nothing of connections and HTTP; whoever does adds checks.
 */
@NullMarked
package io.lifeline.telemetry.inspection;

import org.jspecify.annotations.NullMarked;
