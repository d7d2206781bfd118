/** Pekko HTTP on sockets that the connection actors own, and the way from there to a WebSocket. */
@NullMarked
package io.lifeline.edge.http;

import org.jspecify.annotations.NullMarked;
