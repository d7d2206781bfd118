/**
 * What a person or a machine that watches the node may see: health, metrics, connections, actors.
 */
@NullMarked
package io.lifeline.edge.ops;

import org.jspecify.annotations.NullMarked;
