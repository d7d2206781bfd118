/**
 * The phases of a node, from starting to stopped, and the order in which it drains.
 *
 * <p>May be used by the edge; knows the connections supervisor, not the channels.
 */
@NullMarked
package io.lifeline.supervision.lifecycle;

import org.jspecify.annotations.NullMarked;
