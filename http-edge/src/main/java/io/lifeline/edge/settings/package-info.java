/**
 * The edge's settings, and how a node's whole configuration is layered and checked before anything
 * starts. Knows no actor.
 */
@NullMarked
package io.lifeline.edge.settings;

import org.jspecify.annotations.NullMarked;
