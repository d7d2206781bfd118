/** Tests of what the ops listener shows. */
@NullMarked
package io.lifeline.edge.ops;

import org.jspecify.annotations.NullMarked;
