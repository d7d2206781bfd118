package io.lifeline.connection;

import org.apache.pekko.util.ByteString;

/**
 * One message of a channel with its position.
 *
 * @param json its data: one valid JSON value without line breaks
 * @param offset grows by one with each message of the channel within {@code epoch}
 */
public record Publication(String channel, ByteString json, long offset, String epoch) {}
