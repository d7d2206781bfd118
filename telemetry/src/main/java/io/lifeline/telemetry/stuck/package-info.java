/**
 * Which actors do not get on: one message in work for too long, or a mailbox that only grows. Runs
 * on a thread of its own, so that it still tells when the actors' threads are all held.
 */
@NullMarked
package io.lifeline.telemetry.stuck;

import org.jspecify.annotations.NullMarked;
