/**
 * The command line: {@code node}, {@code token}, {@code publish}, and what commands have in common.
 */
@NullMarked
package io.lifeline.edge.cli;

import org.jspecify.annotations.NullMarked;
