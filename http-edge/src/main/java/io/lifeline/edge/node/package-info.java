/** How a node is wired, started, drained and stopped, in a process of its own or embedded. */
@NullMarked
package io.lifeline.edge.node;

import org.jspecify.annotations.NullMarked;
