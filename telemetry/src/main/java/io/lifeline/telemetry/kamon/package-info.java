/**
 * Metrics in production: Kamon, its Prometheus text and the Kanela agent, which instruments Pekko.
 *
 * <p>Only the module that wires a node depends on this package; all others count through {@link
 * io.lifeline.telemetry.EventSink}.
 */
@NullMarked
package io.lifeline.telemetry.kamon;

import org.jspecify.annotations.NullMarked;
