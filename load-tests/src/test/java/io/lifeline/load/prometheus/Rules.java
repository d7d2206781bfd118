package io.lifeline.load.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The alerts that are shipped, for a test that cannot wait for minutes. */
public final class Rules {
  private static final Pattern PATIENCE = Pattern.compile("(?m)^( +for: )\\S+$");

  private Rules() {}

  /**
   * Writes them as they are, but for how long something must be so before an alert fires: two
   * seconds.
   *
   * @param telemetry the folder of that module
   */
  public static void impatient(Path telemetry, Path file) throws IOException {
    String shipped =
        Files.readString(telemetry.resolve("prometheus").resolve("lifeline.rules.yml"));
    if (!PATIENCE.matcher(shipped).find()) {
      throw new IOException("no alert of the rules has a line that begins with for:");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, PATIENCE.matcher(shipped).replaceAll(line -> line.group(1) + "2s"));
  }
}
