/**
 * The command line: {@code node}, {@code token}, {@code publish}, {@code actors}, {@code diff},
 * {@code record}, {@code inspect}, and what commands have in common.
 */
@NullMarked
package io.lifeline.edge.cli;

import org.jspecify.annotations.NullMarked;
