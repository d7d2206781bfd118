/**
 * The tree of living actors, read without sending a message.
 *
 * <p>The only package that touches Pekko's internal classes. A change of Pekko's version may break
 * it, and its tests say so; nothing else is affected.
 */
@NullMarked
package io.lifeline.telemetry.actortree;

import org.jspecify.annotations.NullMarked;
