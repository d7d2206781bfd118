/**
 * The way of a publication as a trace: what a step of it is, how it is begun and ended, and how a
 * caller's own trace is read. Where the spans go is not known here.
 */
@NullMarked
package io.lifeline.telemetry.tracing;

import org.jspecify.annotations.NullMarked;
