package io.lifeline.supervision.channels;

import io.lifeline.connection.Publication;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * Remembers positions for the life of the node.
 *
 * <p>Bounded: beyond the limit the channel that was published to least recently is forgotten, and
 * each is when it was idle for too long. A forgotten channel begins a new epoch, by which a client
 * sees that its position is void. Not thread-safe.
 */
public final class InMemoryChannelStore implements ChannelStore {
  private static final float LOAD_FACTOR = 0.75f;
  private static final int RADIX = 36;

  private final int maxChannels;
  private final long idleMillis;
  private final Clock clock;
  private final String life;

  /** In the order of the latest publication, the longest idle first. */
  private final LinkedHashMap<String, Position> positions =
      new LinkedHashMap<>(16, LOAD_FACTOR, true);

  private long epochs;

  /**
   * @param life begins every epoch and differs between the lives of a node
   */
  public InMemoryChannelStore(ChannelSettings settings, Clock clock, String life) {
    this.maxChannels = settings.maxRemembered();
    this.idleMillis = settings.rememberedFor().toMillis();
    this.clock = clock;
    this.life = life;
  }

  @Override
  public Publication append(String channel, ByteString json) {
    long now = clock.millis();
    forgetIdle(now);
    Position position = positions.get(channel);
    if (position == null) {
      position = remember(channel);
    }
    position.offset++;
    position.publishedAt = now;
    return new Publication(channel, json, position.offset, position.epoch);
  }

  /** How many channels are remembered. */
  int channels() {
    return positions.size();
  }

  private Position remember(String channel) {
    if (positions.size() >= maxChannels) {
      Iterator<String> longestIdle = positions.keySet().iterator();
      longestIdle.next();
      longestIdle.remove();
    }
    epochs++;
    Position position = new Position(life + "." + Long.toString(epochs, RADIX));
    positions.put(channel, position);
    return position;
  }

  private void forgetIdle(long now) {
    Iterator<Map.Entry<String, Position>> longestIdle = positions.entrySet().iterator();
    while (longestIdle.hasNext() && now - longestIdle.next().getValue().publishedAt > idleMillis) {
      longestIdle.remove();
    }
  }

  private static final class Position {
    private final String epoch;
    private long offset;
    private long publishedAt;

    Position(String epoch) {
      this.epoch = epoch;
    }
  }
}
