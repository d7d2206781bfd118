/**
 * Runs named scenarios, each with an invariant, against a real node in a process of its own: is
 * what Lifeline promises true under load and faults? Nobody may depend on this module; it knows a
 * node only through its sockets, its metrics and its process.
 */
@NullMarked
package io.lifeline.load;

import org.jspecify.annotations.NullMarked;
