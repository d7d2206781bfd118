package io.lifeline.edge.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.lifeline.supervision.cluster.ClusterMessage;
import io.lifeline.supervision.cluster.NodeAddress;
import io.lifeline.supervision.cluster.TestCluster;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.jackson.JacksonCborSerializer;
import org.apache.pekko.stream.SourceRef;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.StreamRefs;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookMessagesTest {
  private static final String GOLDEN_REQUEST =
      "bf646c6f6f6b6667726f757073657175657279bf66666f726d6174646a736f6eff646d6f73741a00"
          + "800000677265706c79546f7470656b6b6f3a2f2f6c6f63616c2f69676e6f7265ff";
  private static final String GOLDEN_REFUSAL =
      "bf646e6f646563783166667374617475731901f7646c696e657819616e6f74686572206c6f6f6b20"
          + "697320756e64657220776179ff";

  private final ActorTestKit kit =
      ActorTestKit.create(NodeAddress.SYSTEM_NAME, TestCluster.config(LookMessages.MIXED));
  private final Serialization serialization = SerializationExtension.get(kit.system());

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void everyMessageOfThisModuleReadsAsItWasWritten() throws Exception {
    List<ClusterMessage> samples = LookMessages.samples(kit.system(), stream("body"));

    assertThat(samples.stream().map(sample -> sample.getClass().getName()).toList())
        .containsAll(
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.lifeline.edge")
                    .stream()
                    .filter(
                        type -> type.isAssignableTo(ClusterMessage.class) && !type.isInterface())
                    .map(type -> type.getName())
                    .toList());
    for (ClusterMessage sample : samples) {
      assertThat(serialization.serializerFor(sample.getClass()))
          .isInstanceOf(JacksonCborSerializer.class);
      kit.serializationTestKit().verifySerialization(sample, true);
    }
  }

  @Test
  void theStreamOfAnAnswerThatHasCrossedCanBeRead() throws Exception {
    byte[] bytes = serialization.serialize(new LookAnswer.Said("x1f", stream("body"))).get();

    LookAnswer.Said read = (LookAnswer.Said) read(LookAnswer.Said.class, bytes);

    assertThat(read.node()).isEqualTo("x1f");
    assertThat(
            read.body()
                .getSource()
                .runWith(Sink.seq(), kit.system())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS))
        .containsExactly(ByteString.fromString("body"));
  }

  /** These lines stay as they are; what changes in a message is a line more. */
  @Test
  void whatTheFirstReleaseWroteStillReads() throws Exception {
    assertReads(
        new LookRequest("groups", Map.of("format", "json"), 8_388_608, kit.system().ignoreRef()),
        GOLDEN_REQUEST);
    assertReads(new LookAnswer.Refused("x1f", 503, "another look is under way"), GOLDEN_REFUSAL);
  }

  /** A later release has added a field. */
  @Test
  void whatALaterReleaseAddsIsNotRead() throws Exception {
    byte[] bytes =
        serialization
            .serialize(new Longer("x1f", 503, "another look is under way", List.of("more")))
            .get();

    assertThat(read(LookAnswer.Refused.class, bytes))
        .isEqualTo(new LookAnswer.Refused("x1f", 503, "another look is under way"));
  }

  private record Longer(String node, int status, String line, List<String> added)
      implements ClusterMessage {}

  private void assertReads(ClusterMessage message, String hex) throws Exception {
    assertThat(read(message.getClass(), HexFormat.of().parseHex(hex))).isEqualTo(message);
  }

  private Object read(Class<?> type, byte[] bytes) throws Exception {
    int serializer = serialization.serializerFor(type).identifier();
    return serialization.deserialize(bytes, serializer, type.getName()).get();
  }

  private SourceRef<ByteString> stream(String body) {
    return Source.single(ByteString.fromString(body)).runWith(StreamRefs.sourceRef(), kit.system());
  }
}
