/**
 * Measures how long a message takes through any server that hands each text of one client to all:
 * in an open loop, which sends by the clock whether or not the server keeps up, so that a stall is
 * counted for every message that it delays. Draws the results of several servers as one picture.
 */
@NullMarked
package io.lifeline.load.latency;

import org.jspecify.annotations.NullMarked;
