package io.lifeline.edge.settings;

import com.typesafe.config.Config;
import io.lifeline.connection.ConnectionSettings;
import io.lifeline.edge.transport.tls.TlsSettings;
import io.lifeline.supervision.SupervisionSettings;
import io.lifeline.supervision.cluster.ClusterSettings;
import io.lifeline.telemetry.TelemetrySettings;
import io.lifeline.telemetry.settings.InvalidSettings;
import io.lifeline.telemetry.settings.SettingsReader;

/**
 * Everything that a node was told, checked together before anything starts.
 *
 * @param clusterTls TLS between nodes
 * @param config the whole configuration, for the libraries
 */
public record NodeSettings(
    TelemetrySettings telemetry,
    ConnectionSettings connection,
    SupervisionSettings supervision,
    ClusterSettings cluster,
    TlsSettings clusterTls,
    EdgeSettings edge,
    Config config) {
  private static final String BETWEEN_NODES = "pekko.remote.artery.advanced.maximum-frame-size";

  /** What a message between nodes says besides its data. */
  private static final int AROUND_A_MESSAGE = 8 << 10;

  /**
   * Reads everything below {@code lifeline}.
   *
   * @throws InvalidSettings with every problem of every module, and every key that nobody reads
   */
  public static NodeSettings from(Config config) {
    SettingsReader reader = SettingsReader.of(config, "lifeline");
    EdgeSettings edge = EdgeSettings.from(reader.at("edge"));
    NodeSettings settings =
        new NodeSettings(
            TelemetrySettings.from(reader.at("telemetry")),
            ConnectionSettings.from(reader.at("connection"), edge.endpoints()),
            SupervisionSettings.from(reader.at("supervision")),
            ClusterSettings.from(reader.at("cluster")),
            TlsSettings.ofCluster(reader.at("cluster").at("tls")),
            edge,
            config);
    int largest = mostBytesBetweenNodes(config) - AROUND_A_MESSAGE;
    if (settings.supervision().channels().publishing().maxBytes() > largest) {
      reader
          .at("supervision.channels")
          .reject(
              "max-publish",
              "at most "
                  + largest
                  + ", or a higher "
                  + BETWEEN_NODES
                  + "; nodes drop what is longer");
    }
    reader.rejectUnknownKeys();
    reader.throwIfInvalid();
    return settings;
  }

  private static int mostBytesBetweenNodes(Config config) {
    return (int) Math.min(Integer.MAX_VALUE, config.getMemorySize(BETWEEN_NODES).toBytes());
  }

  /** Whether others than this machine reach the cluster's port, and no certificate is asked for. */
  public boolean isClusterOpenToAll() {
    return !clusterTls.enabled() && !EdgeSettings.isLoopback(cluster.listensTo());
  }

  /** Without secrets and without what the libraries were told. */
  @Override
  public String toString() {
    return "telemetry=%s, connection=%s, supervision=%s, cluster=%s, clusterTls=%s, edge=%s"
        .formatted(telemetry, connection, supervision, cluster, clusterTls, edge);
  }
}
