/**
 * What one connection is: the actor that owns a socket from its first byte, the children that it
 * stops, the reasons for which it ends, and the seams through which it asks its node for anything.
 *
 * <p>May be used by supervision, the edge and the load tests; knows Pekko typed and streams,
 * neither HTTP nor the cluster.
 */
@NullMarked
package io.lifeline.connection;

import org.jspecify.annotations.NullMarked;
