/**
 * permessage-deflate (RFC 7692): what is agreed in the handshake, and how payloads are compressed
 * and inflated. It knows bytes and native contexts, no frames; the {@code websocket} package uses
 * it.
 */
@NullMarked
package io.lifeline.connection.compression;

import org.jspecify.annotations.NullMarked;
