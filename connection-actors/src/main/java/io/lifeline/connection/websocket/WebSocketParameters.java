package io.lifeline.connection.websocket;

import io.lifeline.connection.InboundSettings;
import io.lifeline.connection.compression.Agreement;

/**
 * What holds for one WebSocket: the limits of its endpoint, and what was agreed with its peer. It
 * travels with the order to open it.
 */
public record WebSocketParameters(
    WebSocketLimits limits, InboundSettings inbound, Agreement compression) {}
