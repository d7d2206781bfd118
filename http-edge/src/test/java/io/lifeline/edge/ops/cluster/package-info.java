@NullMarked
package io.lifeline.edge.ops.cluster;

import org.jspecify.annotations.NullMarked;
