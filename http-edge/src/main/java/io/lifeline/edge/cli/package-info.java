/** The command line: {@code node}, {@code token}, {@code publish}. */
@NullMarked
package io.lifeline.edge.cli;

import org.jspecify.annotations.NullMarked;
