package io.lifeline.telemetry.timeline;

import java.time.Duration;

/**
 * One step in the story of a connection.
 *
 * @param after its opening, to a tenth of a millisecond
 * @param count pings missed in a row, or moments left out; else 0
 */
public record Moment(Happening what, Duration after, int count) {}
