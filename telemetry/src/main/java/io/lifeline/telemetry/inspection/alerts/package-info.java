/**
 * Alerts that Prometheus' Alertmanager sends, and the inspections that they begin.
 *
 * <p>An incident is what Alertmanager groups; whatever is sent, each notification costs an answer
 * and a count at most, and only some of them an inspection.
 */
@NullMarked
package io.lifeline.telemetry.inspection.alerts;

import org.jspecify.annotations.NullMarked;
