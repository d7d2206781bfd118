/**
 * Watches that what connections hold agrees (promise 3) and that nothing grows without them, and
 * says so when it does not.
 *
 * <p>It knows the resource ledger, counts of actors and what its two seams tell it, and nothing of
 * connections.
 */
@NullMarked
package io.lifeline.telemetry.leak;

import org.jspecify.annotations.NullMarked;
