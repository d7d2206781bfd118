/**
 * A conformance suite as a table: cases by RFC section, with the bytes that a client sends and the
 * frames that the server must answer, to be played over any wire.
 */
@NullMarked
package io.lifeline.connection.conformance;

import org.jspecify.annotations.NullMarked;
