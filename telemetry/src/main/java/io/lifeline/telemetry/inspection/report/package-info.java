/**
 * A diagnosis as a report: a page for people, JSON for programs, text for a terminal, and the
 * directory that they are kept in.
 */
@NullMarked
package io.lifeline.telemetry.inspection.report;

import org.jspecify.annotations.NullMarked;
