package io.lifeline.connection.websocket;

import io.lifeline.load.jmh.Nanoseconds;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The check of a text alone. In the package of what it measures, which stays invisible to all
 * others.
 */
public class Utf8Benchmark extends Nanoseconds {
  /** What the text is made of. */
  public enum Script {
    ASCII("a"),
    TWO_BYTES("ж"),
    MIXED("Grüße, мир: 日本 😀 and some plain words. ");

    private final String pattern;

    Script(String pattern) {
      this.pattern = pattern;
    }

    /** As many whole patterns as there is room for, filled up with ASCII. */
    byte[] text(int bytes) {
      int patternBytes = pattern.getBytes(StandardCharsets.UTF_8).length;
      int whole = bytes / patternBytes;
      String text = pattern.repeat(whole) + "a".repeat(bytes - whole * patternBytes);
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  @Param public Script script = Script.ASCII;

  /** Payload in bytes. */
  @Param({"16", "125", "1024", "65536"})
  public int payloadBytes;

  private byte[] text = {};

  @Setup
  public void setUp() {
    text = script.text(payloadBytes);
  }

  @Benchmark
  public boolean check() {
    return Utf8.isValid(text, 0, text.length);
  }
}
