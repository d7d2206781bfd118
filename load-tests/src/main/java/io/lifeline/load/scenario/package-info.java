/** The scenarios, one class each. */
@NullMarked
package io.lifeline.load.scenario;

import org.jspecify.annotations.NullMarked;
