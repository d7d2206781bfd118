/** What TLS costs a node: heap of an idle connection, CPU of handshakes and of messages. */
@NullMarked
package io.lifeline.load.tls;

import org.jspecify.annotations.NullMarked;
