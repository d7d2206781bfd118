/** Tests of TLS: the engine alone, the stage on real sockets, and whole nodes. */
@NullMarked
package io.lifeline.edge.transport.tls;

import org.jspecify.annotations.NullMarked;
