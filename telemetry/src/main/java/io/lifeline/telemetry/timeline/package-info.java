/**
 * The story of each connection: what is known of those that live, and the whole of those that ended
 * lately.
 *
 * <p>Connections of all modules above write theirs and the edge shows them; it is read without
 * sending a message to any actor. Nothing here is a secret, but users and addresses are named: it
 * is for the ops listener only.
 */
@NullMarked
package io.lifeline.telemetry.timeline;

import org.jspecify.annotations.NullMarked;
