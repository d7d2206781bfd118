package io.lifeline.connection.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.lifeline.connection.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A short look at every target in every build: good inputs, those that found something once, and
 * mutations. An input that never comes to its end is a finding too, hence the timeout.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzSmokeTest {
  static List<FuzzTarget> targets() {
    return Targets.all();
  }

  @TestFactory
  Stream<DynamicTest> keptInputsFindNothing() {
    return targets().stream()
        .flatMap(
            target ->
                Targets.kept(target).stream()
                    .map(
                        file ->
                            DynamicTest.dynamicTest(
                                target.name() + "/" + file.getFileName(),
                                () -> target.play(FuzzInput.of(bytes(file))))));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void mutatedInputsFindNothing(FuzzTarget target) {
    SplittableRandom random = Seeds.random("fuzzing of " + target.name());
    List<byte[]> good = target.seeds(random).stream().map(FuzzInput::raw).toList();
    good.forEach(input -> mustFindNothing(target, input));
    Mutation mutation = new Mutation(good, random);
    for (int round = 0; round < target.rounds(); round++) {
      mustFindNothing(target, mutation.next());
    }
  }

  private static void mustFindNothing(FuzzTarget target, byte[] input) {
    assertThatCode(() -> target.play(FuzzInput.of(input)))
        .as("%s with the input %s", target.name(), HexFormat.of().formatHex(input))
        .doesNotThrowAnyException();
  }

  private static byte[] bytes(Path file) throws IOException {
    return Files.readAllBytes(file);
  }
}
