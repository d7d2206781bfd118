/**
 * The checks that need no more than the JVM, the machine and the actors' tree. Whoever knows
 * connections and the cluster has those about them.
 */
@NullMarked
package io.lifeline.telemetry.inspection.checks;

import org.jspecify.annotations.NullMarked;
