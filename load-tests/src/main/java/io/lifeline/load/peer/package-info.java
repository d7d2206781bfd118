/**
 * WebSocket peers with bad manners, thousands on one selector thread: they stop answering, stop
 * reading, reset, send garbage or one byte a second. For tests only; they check little of what they
 * receive.
 */
@NullMarked
package io.lifeline.load.peer;

import org.jspecify.annotations.NullMarked;
