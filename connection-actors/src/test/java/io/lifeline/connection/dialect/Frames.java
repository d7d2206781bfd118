package io.lifeline.connection.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.Message;
import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** Looks into what a server sends, written apart from the encoder. */
final class Frames {
  static final int TEXT = 0x81;
  static final int BINARY = 0x82;
  static final int PING = 0x89;

  private Frames() {}

  /** The payload of exactly one whole, unmasked frame of this kind. */
  static byte[] payload(int firstByte, ByteString frame) {
    byte[] bytes = frame.toArray();
    assertThat(bytes.length).isGreaterThanOrEqualTo(2);
    assertThat(bytes[0] & 0xff).isEqualTo(firstByte);
    int length = bytes[1] & 0xff;
    int header = 2;
    if (length == 126) {
      length = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
      header = 4;
    } else if (length == 127) {
      length = 0;
      for (int i = 2; i < 10; i++) {
        length = (length << 8) | (bytes[i] & 0xff);
      }
      header = 10;
    }
    assertThat(bytes.length).isEqualTo(header + length);
    return Arrays.copyOfRange(bytes, header, bytes.length);
  }

  /** The payload of a text message. */
  static String text(Optional<Message> message) {
    assertThat(message).isPresent();
    assertThat(message.get().text()).isTrue();
    return message.get().payload().utf8String();
  }
}
