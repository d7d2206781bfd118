package io.lifeline.edge.kubernetes;

import static io.lifeline.edge.kubernetes.Manifests.at;
import static io.lifeline.edge.kubernetes.Manifests.list;
import static io.lifeline.edge.kubernetes.Manifests.number;
import static io.lifeline.edge.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import io.lifeline.edge.settings.NodeSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class KubernetesIT {
  private static final String HERE =
      """
      lifeline.edge { host = "127.0.0.1", port = 0, ops { host = "127.0.0.1", port = 0 } }
      lifeline.cluster { host = "127.0.0.1", port = 0, seed-nodes = [] }
      """;

  private final Manifests manifests = Manifests.read("lifeline.yaml");
  private final Object set = manifests.object("StatefulSet/lifeline");
  private final Object pod = at(set, "spec", "template");
  private final Object container = at(pod, "spec", "containers", 0);
  private final NodeSettings settings = NodeSettings.from(config(""));

  KubernetesIT() throws IOException {}

  @Test
  void portsAreThoseThatTheNodeListensTo() {
    assertThat(ports())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "http", settings.edge().port(),
                "ops", settings.edge().ops().port(),
                "cluster", settings.cluster().port()));
  }

  @Test
  void whoRefersToPortsAndPodsRefersToThese() {
    for (String service : List.of("Service/lifeline", "Service/lifeline-nodes")) {
      Object spec = at(manifests.object(service), "spec");
      assertThat(at(spec, "selector")).isEqualTo(labels());
      assertThat(ports()).containsKey(text(spec, "ports", 0, "targetPort"));
    }
    Object budget = manifests.object("PodDisruptionBudget/lifeline");
    assertThat(at(budget, "spec", "selector", "matchLabels")).isEqualTo(labels());
    assertThat(at(set, "spec", "selector", "matchLabels")).isEqualTo(labels());
    Object policy = at(manifests.object("NetworkPolicy/lifeline"), "spec");
    assertThat(at(policy, "podSelector", "matchLabels")).isEqualTo(labels());
    assertThat(text(policy, "ingress", 1, "ports", 0, "port")).isEqualTo("cluster");
    assertThat(at(policy, "ingress", 1, "from", 0, "podSelector", "matchLabels"))
        .isEqualTo(labels());
    assertThat(text(set, "spec", "serviceName")).isEqualTo("lifeline-nodes");
  }

  @Test
  void seedNodesAreThePods() {
    int replicas = number(set, "spec", "replicas");

    assertThat(settings.cluster().seedNodes().stream().map(Object::toString))
        .containsExactlyElementsOf(
            IntStream.range(0, replicas)
                .mapToObj(i -> "lifeline-%d.lifeline-nodes:%d".formatted(i, ports().get("cluster")))
                .toList());
    assertThat(settings.cluster().host()).isEqualTo("lifeline-0.lifeline-nodes");
    assertThat(settings.cluster().listensTo()).isEqualTo("0.0.0.0");
    assertThat(settings.isClusterOpenToAll()).isTrue(); // to the NetworkPolicy's pods only
    int away = number(manifests.object("PodDisruptionBudget/lifeline"), "spec", "maxUnavailable");
    assertThat(replicas - away).isGreaterThan(replicas / 2);
  }

  @Test
  void timesLeaveRoomForJoiningDrainingAndLeaving() {
    Object startup = at(container, "startupProbe");
    int startsWithin = number(startup, "periodSeconds") * number(startup, "failureThreshold");
    assertThat(Duration.ofSeconds(startsWithin))
        .isGreaterThan(settings.cluster().joinWithin().plusSeconds(20));

    assertThat(Duration.ofSeconds(number(pod, "spec", "terminationGracePeriodSeconds")))
        .isGreaterThan(
            settings
                .supervision()
                .drain()
                .deadline()
                .plus(settings.cluster().leaveWithin())
                .plusSeconds(5));
  }

  @Test
  void probesFindWhatTheyAskForAndScrapesNeedTheToken() throws Exception {
    try (Node node = Node.start(config(HERE))) {
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        assertThat(text(container, probe, "httpGet", "port")).isEqualTo("ops");
        assertThat(status(node, text(container, probe, "httpGet", "path"))).isEqualTo(200);
      }
      assertThat(status(node, "/metrics")).isEqualTo(401);
      String token = settings.edge().ops().tokens().get(0);
      assertThat(status(node, "/metrics", "Authorization", "Bearer " + token)).isEqualTo(200);
    }
  }

  @Test
  void discoveryHasTheRightsAndThePortThatItNeeds() throws IOException {
    Manifests discovery = Manifests.read("discovery.yaml");
    Object patch = at(Manifests.documents("discovery-patch.yaml").iterator().next(), "spec");
    Object patched = at(patch, "template", "spec");
    NodeSettings found =
        NodeSettings.from(config(discovery.object("ConfigMap/lifeline"), "POD_IP = 10.0.0.1"));

    assertThat(found.cluster().host()).isEqualTo("10.0.0.1");
    assertThat(found.cluster().port()).isEqualTo(settings.cluster().port());
    assertThat(found.edge().port()).isEqualTo(settings.edge().port());
    assertThat(found.cluster().discovery().method()).isEqualTo("kubernetes");
    assertThat(at(pod, "metadata", "labels", "app"))
        .isEqualTo(found.cluster().discovery().service());
    int replicas = number(set, "spec", "replicas");
    assertThat(found.cluster().discovery().contactPoints()).isGreaterThan(replicas / 2);

    Object port = at(patched, "containers", 0, "ports", 0);
    assertThat(number(port, "containerPort")).isEqualTo(found.cluster().discovery().port());
    Object ingress = at(discovery.object("NetworkPolicy/lifeline-discovery"), "spec", "ingress", 0);
    assertThat(text(ingress, "ports", 0, "port")).isEqualTo(text(port, "name"));
    assertThat(at(ingress, "from", 0, "podSelector", "matchLabels")).isEqualTo(labels());

    assertThat(text(patched, "containers", 0, "name")).isEqualTo(text(container, "name"));
    assertThat(text(patched, "containers", 0, "env", 0, "name")).isEqualTo("POD_IP");
    Object account = discovery.object("ServiceAccount/lifeline");
    assertThat(text(patched, "serviceAccountName")).isEqualTo(text(account, "metadata", "name"));
    Object rule = at(discovery.object("Role/lifeline"), "rules", 0);
    assertThat(list(rule, "resources").stream().map(Object::toString)).containsExactly("pods");
    assertThat(list(rule, "verbs").stream().map(Object::toString)).contains("list");
  }

  /** The configuration of the first pod, with what its environment has. */
  private Config config(String overrides) {
    return config(manifests.object("ConfigMap/lifeline"), overrides);
  }

  private Config config(Object map, String overrides) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOSTNAME", "lifeline-0");
    for (Object variable : list(container, "env")) {
      environment.put(text(variable, "name"), "a-secret-of-32-characters-or-more-0123");
    }
    String file = text(map, "data", "lifeline.conf");
    return ConfigLayers.layered(
        ConfigFactory.parseString(overrides).withFallback(ConfigFactory.parseMap(environment)),
        ConfigFactory.parseString(file));
  }

  private Object labels() {
    return at(pod, "metadata", "labels");
  }

  private Map<String, Integer> ports() {
    Map<String, Integer> ports = new HashMap<>();
    list(container, "ports")
        .forEach(port -> ports.put(text(port, "name"), number(port, "containerPort")));
    return ports;
  }

  private static int status(Node node, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(node.addresses().opsUrl()).resolve(path))
            .timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
