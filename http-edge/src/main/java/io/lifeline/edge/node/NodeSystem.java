package io.lifeline.edge.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.settings.NodeSettings;
import io.lifeline.edge.transport.tls.NodeEngines;
import io.lifeline.edge.transport.tls.TlsSettings;
import io.lifeline.supervision.cluster.ClusterSettings;
import io.lifeline.supervision.cluster.NodeAddress;
import java.time.Clock;
import java.util.Optional;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.remote.RemoteTransportException;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;

/** Makes a node's actor system, with which its cluster port is opened, under TLS or without. */
final class NodeSystem {
  private static final Config WITH_TLS =
      ConfigFactory.parseString("pekko.remote.artery.transport = tls-tcp");

  private NodeSystem() {}

  /**
   * @throws io.lifeline.edge.settings.StartFailure if the cluster port cannot be listened to
   */
  static <T> ActorSystem<T> create(Behavior<T> guardian, NodeSettings settings) {
    try {
      return ActorSystem.create(guardian, NodeAddress.SYSTEM_NAME, setup(settings));
    } catch (RemoteTransportException e) {
      ClusterSettings cluster = settings.cluster();
      throw BindProblem.of("lifeline.cluster", cluster.host(), cluster.port(), e);
    }
  }

  private static ActorSystemSetup setup(NodeSettings settings) {
    Optional<TlsSettings.Keys> keys = settings.clusterTls().inUse();
    if (keys.isEmpty()) {
      return ActorSystemSetup.create(BootstrapSetup.create(settings.config()));
    }
    NodeEngines engines = new NodeEngines(keys.orElseThrow(), Clock.systemUTC());
    return ActorSystemSetup.create(
        BootstrapSetup.create(WITH_TLS.withFallback(settings.config())),
        SSLEngineProviderSetup.create(system -> engines));
  }
}
