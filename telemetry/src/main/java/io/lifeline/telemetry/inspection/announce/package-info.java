/**
 * Tells a webhook of reports that are finished. Whatever the receiver does costs the node a bounded
 * queue, a count and one warning.
 */
@NullMarked
package io.lifeline.telemetry.inspection.announce;

import org.jspecify.annotations.NullMarked;
