package io.lifeline.edge.discovery;

import io.lifeline.supervision.cluster.Discovery;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap;
import org.apache.pekko.management.javadsl.PekkoManagement;

/**
 * By Pekko's Cluster Bootstrap, which lifeline-pekko.conf gives what {@code
 * lifeline.cluster.discovery} says. Opens the port at which nodes ask each other, and fails if it
 * cannot be listened to; the actor system closes it.
 */
public final class BootstrapDiscovery implements Discovery {
  @Override
  public CompletionStage<Done> start(ActorSystem<?> system) {
    return PekkoManagement.get(system)
        .start()
        .thenApply(
            listening -> {
              ClusterBootstrap.get(system).start();
              return Done.getInstance();
            });
  }
}
