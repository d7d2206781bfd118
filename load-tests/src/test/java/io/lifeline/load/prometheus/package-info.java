/** A real Prometheus that scrapes the nodes of a test. */
@NullMarked
package io.lifeline.load.prometheus;

import org.jspecify.annotations.NullMarked;
