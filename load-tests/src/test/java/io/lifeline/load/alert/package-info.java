/** From a leak to the report that names it, with a real Prometheus and a real Alertmanager. */
@NullMarked
package io.lifeline.load.alert;

import org.jspecify.annotations.NullMarked;
