/**
 * What the seam {@link io.lifeline.edge.transport.Transport} promises, checked of each of its
 * implementations; Pekko Streams TCP is here as the one to compare with.
 */
@NullMarked
package io.lifeline.edge.transport;

import org.jspecify.annotations.NullMarked;
