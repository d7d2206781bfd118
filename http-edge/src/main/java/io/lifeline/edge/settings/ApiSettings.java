package io.lifeline.edge.settings;

import io.lifeline.telemetry.settings.SettingsReader;
import java.util.List;

/**
 * Who may use the HTTP API.
 *
 * @param keys secrets, any of which opens the API
 * @param maxChannels of one broadcast
 */
public record ApiSettings(List<String> keys, int maxChannels) {
  private static final int LEAST_KEY_LENGTH = 16;

  public ApiSettings {
    keys = List.copyOf(keys);
  }

  static ApiSettings from(SettingsReader reader, boolean development) {
    List<String> keys = reader.texts("keys");
    if (keys.isEmpty()) {
      reader.reject("keys", "at least one key for the HTTP API; LIFELINE_API_KEY sets one");
    }
    if (!development && keys.stream().anyMatch(key -> key.length() < LEAST_KEY_LENGTH)) {
      reader.reject("keys", "each of " + LEAST_KEY_LENGTH + " characters or more");
    }
    return new ApiSettings(keys, reader.number("max-channels", 1, 100_000));
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "ApiSettings[keys=(%d hidden), maxChannels=%d]".formatted(keys.size(), maxChannels);
  }
}
