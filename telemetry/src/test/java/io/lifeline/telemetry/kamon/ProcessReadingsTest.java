package io.lifeline.telemetry.kamon;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Allocation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessReadingsTest {
  private static final int DESCRIPTORS = 200;

  private final ProcessReadings readings = new ProcessReadings();

  @Test
  void openDescriptorsCostAReadingNoMemory(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("open"));
    Allocation.of(readings::run); // the first loads classes
    long before = Allocation.of(readings::run);

    List<FileChannel> channels = new ArrayList<>();
    try {
      for (int i = 0; i < DESCRIPTORS; i++) {
        channels.add(FileChannel.open(file));
      }

      assertThat(Allocation.of(readings::run)).isLessThan(before + DESCRIPTORS);
    } finally {
      for (FileChannel channel : channels) {
        channel.close();
      }
    }
  }
}
