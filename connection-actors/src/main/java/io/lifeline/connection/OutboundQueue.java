package io.lifeline.connection;

import io.lifeline.telemetry.EventSink;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a socket, bounded in bytes, of which each frame counts some more than it has: that
 * is about what it takes to hold it, and a peer that never reads could else have us keep a hundred
 * thousand empty pongs. Publications may be dropped by the policy at the limit; answers and control
 * frames never are. Not thread-safe.
 */
final class OutboundQueue {
  /** What a waiting frame counts beyond its bytes. */
  static final int FRAME_OVERHEAD = 64;

  /**
   * What waits as one.
   *
   * @param channel null for what must not be dropped
   * @param frames how many they are
   * @param messages how many of them are messages, and no control frames
   * @param journey of a publication that is timed
   */
  private record Waiting(
      @Nullable String channel,
      ByteString bytes,
      int frames,
      int messages,
      @Nullable Journey journey) {}

  private final OutboundSettings settings;
  private @Nullable ArrayDeque<Waiting> frames; // made when something has to wait
  private @Nullable ArrayDeque<ByteString> controls; // likewise; they overtake the frames
  private int bytes;
  private int frameCount;
  private int messages;
  private int dropped;
  private boolean anyTimed;

  OutboundQueue(OutboundSettings settings) {
    this.settings = settings;
  }

  /** As below, by the policy of the settings. */
  boolean addPublication(String channel, ByteString frame) {
    return addPublication(channel, frame, settings.atLimit(), null);
  }

  /** Appends a publication; false if it does not fit and the policy is to disconnect. */
  boolean addPublication(
      String channel,
      ByteString frame,
      OutboundSettings.Overflow atLimit,
      @Nullable Journey journey) {
    if (!fits(frame.length()) && !makeRoom(channel, frame.length(), atLimit)) {
      return false;
    }
    add(new Waiting(channel, frame, 1, 1, journey));
    return true;
  }

  /** Appends a message that may not be dropped; false if it does not fit. */
  boolean add(ByteString frame) {
    return addIfItFits(new Waiting(null, frame, 1, 1, null));
  }

  /** Appends the close frame; false if it does not fit. */
  boolean addClose(ByteString frame) {
    return addIfItFits(new Waiting(null, frame, 1, 0, null));
  }

  /**
   * Appends answers, whether or not they fit: whoever asks is made to wait when it is too much.
   *
   * @param count how many frames they are
   * @param messages how many of them are messages, and no control frames
   */
  void addAnswer(ByteString frames, int count, int messages) {
    add(new Waiting(null, frames, count, messages, null));
  }

  /** Puts control frames before all but other control frames; false if they do not fit. */
  boolean addControl(ByteString frame, int count) {
    if (!fits(frame.length())) {
      return false;
    }
    ArrayDeque<ByteString> waiting = controls;
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
      controls = waiting;
    }
    waiting.addLast(frame);
    bytes += frame.length();
    frameCount += count;
    return true;
  }

  /** What waits is handed to the socket now. */
  void journeysEnd(EventSink events) {
    ArrayDeque<Waiting> waiting = frames;
    if (anyTimed && waiting != null) {
      for (Waiting one : waiting) {
        Journey journey = one.journey();
        if (journey != null) {
          journey.ends(events);
        }
      }
    }
  }

  /** What waits is dropped, and the queue with it. */
  void journeysAreCutShort() {
    if (anyTimed && frames != null) {
      frames.forEach(OutboundQueue::cutShort);
    }
  }

  private static void cutShort(Waiting waiting) {
    Journey journey = waiting.journey();
    if (journey != null) {
      journey.isCutShort();
    }
  }

  /** All that waits, as one compact write; the queue is empty then. */
  ByteString drain() {
    byte[] write = new byte[bytes];
    int at = 0;
    ArrayDeque<ByteString> first = controls;
    if (first != null) {
      for (ByteString frame : first) {
        frame.copyToArray(write, at, frame.length());
        at += frame.length();
      }
    }
    ArrayDeque<Waiting> rest = frames;
    if (rest != null) {
      for (Waiting waiting : rest) {
        ByteString frame = waiting.bytes();
        frame.copyToArray(write, at, frame.length());
        at += frame.length();
      }
    }
    clear();
    return ByteString.fromArrayUnsafe(write);
  }

  void clear() {
    frames = null; // a quiet connection keeps no room for what it does not have
    controls = null;
    bytes = 0;
    frameCount = 0;
    messages = 0;
    anyTimed = false;
  }

  /** How many of the frames are messages, and no control frames. */
  int messages() {
    return messages;
  }

  /** Without what the frames count beyond them. */
  int bytes() {
    return bytes;
  }

  int frames() {
    return frameCount;
  }

  boolean isEmpty() {
    return frameCount == 0;
  }

  /** How many publications were dropped since the last call. */
  int takeDropped() {
    int count = dropped;
    dropped = 0;
    return count;
  }

  /** Whether more than half of what may wait does. */
  boolean isHalfFull() {
    return held() > settings.limitBytes() / 2;
  }

  private boolean fits(int frameBytes) {
    return held() + frameBytes + FRAME_OVERHEAD <= settings.limitBytes();
  }

  private long held() {
    return bytes + (long) FRAME_OVERHEAD * frameCount;
  }

  private boolean addIfItFits(Waiting waiting) {
    if (!fits(waiting.bytes().length())) {
      return false;
    }
    add(waiting);
    return true;
  }

  private void add(Waiting waiting) {
    deque().addLast(waiting);
    bytes += waiting.bytes().length();
    frameCount += waiting.frames();
    messages += waiting.messages();
    anyTimed |= waiting.journey() != null;
  }

  private ArrayDeque<Waiting> deque() {
    ArrayDeque<Waiting> waiting = frames;
    if (waiting == null) {
      waiting = new ArrayDeque<>(4);
      frames = waiting;
    }
    return waiting;
  }

  private boolean makeRoom(String channel, int needed, OutboundSettings.Overflow atLimit) {
    return switch (atLimit) {
      case DISCONNECT -> false;
      case DROP_OLDEST -> dropWhile(needed, null);
      case LATEST_ONLY -> dropWhile(needed, channel);
    };
  }

  /**
   * Drops publications from the oldest on until {@code needed} bytes fit; with a channel first all
   * of that channel, of which only the newest matters.
   */
  private boolean dropWhile(int needed, @Nullable String channel) {
    if (channel != null) {
      drop(Integer.MAX_VALUE, channel);
    }
    if (!fits(needed)) {
      drop(needed, null);
    }
    return fits(needed);
  }

  private void drop(int needed, @Nullable String channel) {
    Iterator<Waiting> oldestFirst = deque().iterator();
    while (oldestFirst.hasNext() && (channel != null || !fits(needed))) {
      Waiting waiting = oldestFirst.next();
      boolean droppable =
          waiting.channel() != null && (channel == null || channel.equals(waiting.channel()));
      if (droppable) {
        oldestFirst.remove();
        bytes -= waiting.bytes().length();
        frameCount -= waiting.frames();
        messages -= waiting.messages();
        dropped++;
        cutShort(waiting);
      }
    }
  }
}
