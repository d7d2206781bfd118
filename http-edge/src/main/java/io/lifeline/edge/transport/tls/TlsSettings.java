package io.lifeline.edge.transport.tls;

import io.lifeline.telemetry.settings.SettingsReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * TLS on the main listener, from {@code lifeline.edge.tls}, or between nodes. The files are read as
 * the settings are, so that a node with a wrong certificate does not start.
 *
 * @param inUse what the files held; empty if TLS is off
 */
public record TlsSettings(Optional<Keys> inUse) {
  /**
   * Files, and the identity that was read from them.
   *
   * @param fingerprint of the contents
   * @param reloadEvery between two looks at the files
   */
  public record Keys(
      TlsFiles files, TlsIdentity identity, String fingerprint, Duration reloadEvery) {
    @Override
    public String toString() {
      return files + " " + identity;
    }
  }

  /** Whether TLS is spoken. */
  public boolean enabled() {
    return inUse.isPresent();
  }

  /** Reads and checks {@code lifeline.edge.tls}; problems go to the reader. */
  public static TlsSettings from(SettingsReader reader) {
    return from(reader, keys -> keys.choice("client-certificates", ClientCertificates.class));
  }

  /**
   * Reads and checks {@code lifeline.cluster.tls}, where both sides always show a certificate;
   * problems go to the reader.
   */
  public static TlsSettings ofCluster(SettingsReader reader) {
    return from(reader, keys -> ClientCertificates.REQUIRED);
  }

  private static TlsSettings from(
      SettingsReader reader, Function<SettingsReader, ClientCertificates> clients) {
    boolean enabled = reader.flag("enabled");
    Duration reloadEvery =
        reader.duration("reload-every", Duration.ofMillis(100), Duration.ofDays(1));
    int before = reader.problems().size();
    TlsFiles files = files(reader, clients.apply(reader));
    boolean readable = enabled && reader.problems().size() == before;
    return new TlsSettings(readable ? keys(files, reloadEvery, reader) : Optional.empty());
  }

  private static TlsFiles files(SettingsReader reader, ClientCertificates clients) {
    Map<String, Path> paths = new LinkedHashMap<>();
    path(reader, TlsFiles.CERTIFICATE, paths);
    path(reader, TlsFiles.PRIVATE_KEY, paths);
    path(reader, TlsFiles.KEY_STORE, paths);
    path(reader, TlsFiles.TRUSTED, paths);
    TlsFiles files =
        new TlsFiles(
            paths,
            reader.text(TlsFiles.KEY_PASSWORD),
            reader.text(TlsFiles.KEY_STORE_PASSWORD),
            clients);
    if (reader.flag("enabled")) {
      checkTogether(reader, files);
    }
    return files;
  }

  private static void path(SettingsReader reader, String key, Map<String, Path> paths) {
    String text = reader.text(key);
    try {
      if (!text.isEmpty() && !text.contains("\n")) {
        paths.put(key, Path.of(text));
      } else if (!text.isEmpty()) {
        reader.rejectShown(key, "(hidden)", "the path of a file, not its text");
      }
    } catch (InvalidPathException e) {
      reader.rejectShown(key, "(hidden)", "the path of a file");
    }
  }

  private static void checkTogether(SettingsReader reader, TlsFiles files) {
    Map<String, Path> paths = files.paths();
    boolean store = paths.containsKey(TlsFiles.KEY_STORE);
    if (store && paths.containsKey(TlsFiles.CERTIFICATE)) {
      reader.rejectShown(
          TlsFiles.KEY_STORE, shown(files, TlsFiles.KEY_STORE), "empty beside a certificate");
    } else if (!store && !paths.containsKey(TlsFiles.CERTIFICATE)) {
      reader.rejectShown(
          TlsFiles.CERTIFICATE, "empty", "the path of a file in PEM, or one in key-store");
    } else if (!store && !paths.containsKey(TlsFiles.PRIVATE_KEY)) {
      reader.rejectShown(
          TlsFiles.PRIVATE_KEY, "empty", "the path of the certificate's private key in PEM");
    }
    boolean asks = files.clients() != ClientCertificates.NONE;
    if (asks && !paths.containsKey(TlsFiles.TRUSTED)) {
      reader.rejectShown(TlsFiles.TRUSTED, "empty", "a file, since clients show certificates");
    } else if (!asks && paths.containsKey(TlsFiles.TRUSTED)) {
      reader.rejectShown(
          TlsFiles.TRUSTED,
          shown(files, TlsFiles.TRUSTED),
          "empty unless client-certificates is optional or required");
    }
  }

  private static String shown(TlsFiles files, String key) {
    return String.valueOf(files.paths().get(key));
  }

  private static Optional<Keys> keys(TlsFiles files, Duration reloadEvery, SettingsReader reader) {
    TlsFiles.Contents contents = files.contents();
    TlsFiles.Reading reading = contents.read(Clock.systemUTC().instant());
    if (reading instanceof TlsFiles.Usable usable) {
      return Optional.of(new Keys(files, usable.identity(), contents.fingerprint(), reloadEvery));
    }
    for (TlsFiles.Problem problem : ((TlsFiles.Unusable) reading).problems()) {
      reader.rejectShown(problem.key(), problem.shown(), problem.expected());
    }
    return Optional.empty();
  }
}
