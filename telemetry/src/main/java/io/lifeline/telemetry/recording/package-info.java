/**
 * The story of connections in the JDK's Flight Recorder, beside its collections, locks and threads.
 *
 * <p>An event costs some nanoseconds while nobody records. None names a user or an address: who
 * reads a recording finds those in the log, by the connection.
 */
@NullMarked
package io.lifeline.telemetry.recording;

import org.jspecify.annotations.NullMarked;
