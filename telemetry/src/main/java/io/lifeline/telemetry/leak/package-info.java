/**
 * Watches that what connections hold agrees (promise 3), and says so when it does not.
 *
 * <p>It knows the resource ledger alone, and nothing of connections.
 */
@NullMarked
package io.lifeline.telemetry.leak;

import org.jspecify.annotations.NullMarked;
