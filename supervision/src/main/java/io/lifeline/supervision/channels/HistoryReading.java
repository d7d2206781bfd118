package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.HistoryReply;
import io.lifeline.supervision.gateway.GatewayCommand.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Picks the part of a channel's history that was asked for. */
final class HistoryReading {
  /** An answer has at most so many bytes of data, or one message: it must fit between nodes. */
  static final int MAX_BYTES = 128 << 10;

  /** The code of Centrifugo's server API for a position that cannot be continued from. */
  private static final int UNRECOVERABLE = 112;

  private HistoryReading() {}

  static HistoryReply of(MessageLog log, ChannelLog.Read read, long nowMillis) {
    Position since = read.since();
    List<MessageLog.Kept> messages;
    if (read.reverse()) {
      messages = new ArrayList<>(log.history(nowMillis));
      Collections.reverse(messages);
    } else if (since == null) {
      messages = log.history(nowMillis);
    } else {
      MessageLog.Since behind = log.since(since, nowMillis);
      if (!behind.recovered()) {
        return new GatewayCommand.NoHistory(UNRECOVERABLE, "unrecoverable position");
      }
      messages = behind.missed();
    }
    return new GatewayCommand.Messages(log.head(), first(messages, read.limit()));
  }

  private static List<Message> first(List<MessageLog.Kept> messages, int limit) {
    List<Message> first = new ArrayList<>();
    long bytes = 0;
    for (MessageLog.Kept message : messages) {
      bytes += message.json().size();
      if (first.size() >= limit || (!first.isEmpty() && bytes > MAX_BYTES)) {
        break;
      }
      first.add(new Message(message.offset(), message.json()));
    }
    return first;
  }
}
