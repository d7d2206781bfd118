/**
 * A node as seen from outside: the process, what it prints, its operator's listener, its
 * descriptors and its heap.
 */
@NullMarked
package io.lifeline.load.node;

import org.jspecify.annotations.NullMarked;
