/**
 * What the threads of this process do at one moment, as the JVM tells. Knows nothing of actors;
 * anybody may use it.
 */
@NullMarked
package io.lifeline.telemetry.threads;

import org.jspecify.annotations.NullMarked;
