/**
 * Reading configuration so that a wrong one is answered once and completely: every problem is
 * gathered with its key, its value and what was expected, before anything starts.
 *
 * <p>It lies in the lowest module because every module reads its settings through it.
 */
@NullMarked
package io.lifeline.telemetry.settings;

import org.jspecify.annotations.NullMarked;
