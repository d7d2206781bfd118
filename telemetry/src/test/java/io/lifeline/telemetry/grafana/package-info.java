/**
 * Grafana's dashboards as the tests read them: here against the catalogue, and in the load tests
 * against a Prometheus that scrapes a cluster. They are made by {@code bin/check-dashboards}.
 */
@NullMarked
package io.lifeline.telemetry.grafana;

import org.jspecify.annotations.NullMarked;
