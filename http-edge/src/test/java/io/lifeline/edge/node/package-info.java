/** Tests of whole nodes on real sockets. */
@NullMarked
package io.lifeline.edge.node;

import org.jspecify.annotations.NullMarked;
