/** The conformance table and other people's clients against a real node. */
@NullMarked
package io.lifeline.edge.conformance;

import org.jspecify.annotations.NullMarked;
