/** An application of one file that embeds Lifeline. */
@NullMarked
package io.lifeline.edge.example;

import org.jspecify.annotations.NullMarked;
