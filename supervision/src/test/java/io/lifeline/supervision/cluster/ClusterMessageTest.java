package io.lifeline.supervision.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.lifeline.supervision.channels.ChannelMessages;
import io.lifeline.supervision.channels.replica.ReplicaMessages;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.jackson.JacksonCborSerializer;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterMessageTest {
  private final ActorTestKit kit =
      ActorTestKit.create(NodeAddress.SYSTEM_NAME, TestCluster.config(""));

  /** What fields of such messages are made of. */
  private record Everything(
      String text,
      long number,
      ByteString bytes,
      Duration time,
      List<String> list,
      Set<String> set,
      ActorRef<String> replyTo)
      implements ClusterMessage {}

  private record Unmarked(String text) implements Serializable {}

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void everyMessageOfTheProductReadsAsItWasWritten() throws Exception {
    List<ClusterMessage> samples = samples();

    assertThat(samples.stream().map(sample -> sample.getClass().getName()).toList())
        .containsAll(messagesOfTheProduct());
    for (ClusterMessage sample : samples) {
      kit.serializationTestKit().verifySerialization(sample, true);
    }
  }

  @Test
  void messagesAreWrittenAsCbor() throws Exception {
    assertThat(SerializationExtension.get(kit.system()).serializerFor(Everything.class))
        .isInstanceOf(JacksonCborSerializer.class);
  }

  @Test
  void whatIsNotMarkedDoesNotCross() {
    assertThatThrownBy(
            () -> kit.serializationTestKit().verifySerialization(new Unmarked("a"), true))
        .hasMessageContaining("Java serialization");
  }

  /** One at least of each class that implements {@link ClusterMessage}. */
  private List<ClusterMessage> samples() {
    ActorRef<String> ref = kit.<String>createTestProbe().getRef();
    List<ClusterMessage> samples = new ArrayList<>(ChannelMessages.samples(kit.system()));
    samples.addAll(ReplicaMessages.samples(kit.system()));
    samples.add(
        new Everything(
            "é",
            Long.MAX_VALUE,
            ByteString.fromString("{\"a\":1}"),
            Duration.ofMillis(1500),
            List.of("a", "b"),
            Set.of("c"),
            ref));
    return samples;
  }

  private static Set<String> messagesOfTheProduct() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.lifeline")
            .stream()
            .filter(type -> type.isAssignableTo(ClusterMessage.class) && !type.isInterface())
            .map(type -> type.getName())
            .collect(Collectors.toSet());
  }
}
