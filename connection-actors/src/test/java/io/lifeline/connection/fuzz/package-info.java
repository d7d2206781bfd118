/**
 * Hostile bytes by the million: targets that each take any bytes and insist on what must hold
 * whatever they are, a seeded mutation of good inputs for every build, and Jazzer, which is guided
 * by coverage, for the profile {@code fuzz}. README.md beside this file says how to run it.
 */
@NullMarked
package io.lifeline.connection.fuzz;

import org.jspecify.annotations.NullMarked;
