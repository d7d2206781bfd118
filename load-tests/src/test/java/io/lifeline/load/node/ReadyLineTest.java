package io.lifeline.load.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class ReadyLineTest {
  @Test
  void allAddressesAreFound() {
    assertThat(
            ReadyLine.in(
                "Lifeline is ready: ws://127.0.0.1:18601/ws  http://127.0.0.1:18601/  ops"
                    + " http://127.0.0.1:18602/  cluster 127.0.0.1:18603"))
        .contains(
            new ReadyLine(
                URI.create("ws://127.0.0.1:18601/ws"),
                URI.create("http://127.0.0.1:18601/"),
                URI.create("http://127.0.0.1:18602/"),
                "127.0.0.1:18603"));
  }

  @Test
  void otherLinesAreNotIt() {
    assertThat(ReadyLine.in("2026-11-23 INFO Lifeline is getting ready")).isEmpty();
  }
}
