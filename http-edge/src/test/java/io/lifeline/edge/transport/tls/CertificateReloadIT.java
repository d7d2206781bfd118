package io.lifeline.edge.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Await;
import io.lifeline.edge.node.RecordingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose files change while it runs. */
@Timeout(120)
final class CertificateReloadIT {
  private static final TestAuthority AUTHORITY = TestAuthority.create("authority");
  private static final TestAuthority OTHERS = TestAuthority.create("another authority");

  @TempDir private Path directory = Path.of("");

  @Test
  void newCertificateIsShownWhileOldConnectionsLiveOn() throws Exception {
    try (TlsNode node = startWithPem("lifeline.edge.tls.reload-every = 100ms")) {
      RecordingListener alice = new RecordingListener();
      node.open(AUTHORITY.clientContext(), "TLSv1.3", alice);
      alice.next();
      assertThat(node.shownBy(AUTHORITY)).isEqualTo("CN=first");

      AUTHORITY.issue("second", "RSA", Duration.ofHours(2)).write(directory, "node");
      Await.holds(() -> assertThat(node.shownBy(AUTHORITY)).isEqualTo("CN=second"));

      node.publish(AUTHORITY.clientContext(), "still there");
      assertThat(alice.next()).contains("still there");
      Await.holds(
          () ->
              assertThat(node.sample("lifeline_tls_certificate_changes_total\\{outcome=.loaded.}"))
                  .isPositive());
      Await.holds(
          () ->
              assertThat(node.sample("lifeline_tls_certificate_expiry_seconds\\S*"))
                  .isBetween(3601.0, 7200.0));
    }
  }

  @Test
  void brokenFilesLeaveTheOldCertificate() throws Exception {
    try (TlsNode node = startWithPem("lifeline.edge.tls.reload-every = 100ms")) {
      OTHERS.issue("second").write(directory, "other");
      Files.copy(
          directory.resolve("other.pem"),
          directory.resolve("node.pem"),
          StandardCopyOption.REPLACE_EXISTING);

      Await.holds(
          () ->
              assertThat(node.sample("lifeline_tls_certificate_changes_total\\{outcome=.broken.}"))
                  .isEqualTo(1.0));
      assertThat(node.shownBy(AUTHORITY)).isEqualTo("CN=first");

      Files.copy(
          directory.resolve("other.key"),
          directory.resolve("node.key"),
          StandardCopyOption.REPLACE_EXISTING);
      node.node().reloadCertificates();
      Await.holds(() -> assertThat(node.shownBy(OTHERS)).isEqualTo("CN=second"));
    }
  }

  private TlsNode startWithPem(String settings) {
    return TlsNode.startWithPem(AUTHORITY.issue("first"), directory, settings);
  }
}
