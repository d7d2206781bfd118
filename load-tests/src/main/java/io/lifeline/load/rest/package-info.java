/** The invariant that every scenario ends with: at rest, nothing is left of what was there. */
@NullMarked
package io.lifeline.load.rest;

import org.jspecify.annotations.NullMarked;
