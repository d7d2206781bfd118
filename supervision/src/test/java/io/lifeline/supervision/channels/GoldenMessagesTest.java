package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.supervision.cluster.ClusterMessage;
import io.lifeline.supervision.cluster.TestCluster;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What nodes of the first release wrote still reads. The file is never changed but for messages
 * that it does not have; a message that changes gets a new line below a new version, or a
 * migration.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenMessagesTest {
  private final TestCluster.Node node = TestCluster.outside("");
  private final ActorTestKit kit = node.kit();
  private static final ByteString JSON = ByteString.fromString("1");

  private final Serialization serialization = SerializationExtension.get(kit.system());

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void whatTheFirstReleaseWroteStillReads() throws IOException {
    List<ClusterMessage> samples = ChannelMessages.samples(kit.system());
    List<String> written = golden();

    assertThat(written).as(String.join("\n", rendered(samples))).hasSameSizeAs(samples);
    for (int i = 0; i < samples.size(); i++) {
      String[] line = written.get(i).split(" ", -1);
      byte[] bytes = HexFormat.of().parseHex(line[2]);
      Object read = serialization.deserialize(bytes, Integer.parseInt(line[1]), line[0]).get();
      assertThat(read).isEqualTo(samples.get(i));
    }
  }

  @Test
  void whatALaterReleaseAddsToAMessageIsNotRead() {
    ChannelEvent.Appended longer =
        new ChannelEvent.Appended("news", "Qz7k.1", 42, ByteString.fromString("1"), 7);
    byte[] bytes = serialization.serialize(longer).get();

    Object read =
        serialization
            .deserialize(
                bytes,
                serialization.findSerializerFor(longer).identifier(),
                ChannelEvent.StandsAt.class.getName())
            .get();

    assertThat(read).isEqualTo(new ChannelEvent.StandsAt("news", "Qz7k.1", 42));
  }

  /** So a node of the release before reads what it has always read. */
  @Test
  void whatIsNotTracedIsWrittenAsTheReleaseBeforeWroteIt() {
    List<ClusterMessage> untraced =
        List.of(
            new ChannelLog.Append("news", JSON, "", 1, 2, kit.system().ignoreRef()),
            new ChannelEvent.Appended("news", "e", 1, JSON, 2),
            new GatewayCommand.Publish("news", JSON, kit.system().ignoreRef()),
            new GatewayCommand.PushToUser("alice", JSON, kit.system().ignoreRef()),
            new GatewayCommand.Broadcast(List.of(), JSON, kit.system().ignoreRef()));

    for (ClusterMessage message : untraced) {
      String written = new String(serialization.serialize(message).get(), StandardCharsets.UTF_8);
      assertThat(written).contains("json").doesNotContain("traceparent");
    }
  }

  private List<String> rendered(List<ClusterMessage> messages) {
    List<String> lines = new ArrayList<>();
    for (ClusterMessage message : messages) {
      var serializer = serialization.findSerializerFor(message);
      String bytes = HexFormat.of().formatHex(serialization.serialize(message).get());
      lines.add(
          Serializers.manifestFor(serializer, message)
              + " "
              + serializer.identifier()
              + " "
              + bytes);
    }
    return lines;
  }

  private static List<String> golden() throws IOException {
    try (var file = GoldenMessagesTest.class.getResourceAsStream("messages-1.txt")) {
      assertThat(file).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
