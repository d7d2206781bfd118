/** Tests of the edge's settings. */
@NullMarked
package io.lifeline.edge.settings;

import org.jspecify.annotations.NullMarked;
