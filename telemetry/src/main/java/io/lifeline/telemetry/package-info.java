/**
 * What happened, and how it is counted, seen and diagnosed: metrics through Kamon, the actor tree,
 * the leak watch.
 *
 * <p>Everything may depend on this module; it knows nothing of connections and nothing of HTTP.
 */
@NullMarked
package io.lifeline.telemetry;

import org.jspecify.annotations.NullMarked;
