package io.lifeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DescriptorsTest {
  private static final int MOST = 64;

  @Test
  void countsWhatIsOpen() throws IOException {
    Descriptors descriptors = new Descriptors();
    long before = descriptors.open();

    List<InputStream> files = new ArrayList<>();
    for (int i = 0; i < 500; i++) { // far more than the JVM opens or closes by itself meanwhile
      files.add(new FileInputStream("/dev/null"));
    }
    long after = descriptors.open();
    for (InputStream file : files) {
      file.close();
    }

    assertThat(after - before).isBetween(450L, 550L);
    assertThat(descriptors.limit()).isGreaterThan(after);
  }

  @Test
  void allAreInUseWhenNoneIsLeftToCountWith() throws Exception {
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -n " + MOST + "; exec \"$@\"",
                "limited",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WithoutDescriptors.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEqualTo(MOST + " of " + MOST + " are open");
  }

  /** A process that uses up its descriptors, and counts them then. */
  static final class WithoutDescriptors {
    public static void main(String[] arguments) throws IOException {
      Descriptors descriptors = new Descriptors();
      descriptors.open(); // so that no class has to be read later
      List<InputStream> files = new ArrayList<>();
      try {
        while (files.size() < MOST) {
          files.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException noneLeft) {
        System.out.print(descriptors.open() + " of " + descriptors.limit() + " are open");
      }
      for (InputStream file : files) {
        file.close();
      }
    }
  }
}
