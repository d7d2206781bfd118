/**
 * The incident that Lifeline exists to prevent, made on purpose: proof that the scenarios notice
 * it.
 */
@NullMarked
package io.lifeline.load.incident;

import org.jspecify.annotations.NullMarked;
