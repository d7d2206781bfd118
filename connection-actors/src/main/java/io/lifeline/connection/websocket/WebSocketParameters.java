package io.lifeline.connection.websocket;

import io.lifeline.connection.InboundSettings;

/**
 * What holds for one WebSocket: the limits of its endpoint, and what was agreed with its peer. It
 * travels with the order to open it.
 */
public record WebSocketParameters(WebSocketLimits limits, InboundSettings inbound) {}
