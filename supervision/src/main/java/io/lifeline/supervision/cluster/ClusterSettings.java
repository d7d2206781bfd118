package io.lifeline.supervision.cluster;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The cluster that a node is a member of, from {@code lifeline.cluster}.
 *
 * @param host at which other nodes reach this one
 * @param bindHost what this one listens to; empty: {@code host}
 * @param port at which other nodes reach this one; 0 picks a free one
 * @param seedNodes the nodes that may begin the cluster, the same list on each node
 * @param join nodes of a cluster that is already there; wins over all other ways
 * @param discovery how others are found that are not named
 * @param joinWithin after that the start fails
 * @param leaveWithin after that a node that was drained ends without having left
 */
public record ClusterSettings(
    String name,
    String host,
    String bindHost,
    int port,
    Set<String> roles,
    List<NodeAddress> seedNodes,
    List<NodeAddress> join,
    DiscoverySettings discovery,
    Duration joinWithin,
    Duration leaveWithin) {
  /** Nodes that hold connections; channels live on these. */
  public static final String GATEWAY_ROLE = "gateway";

  /** Services that only push. */
  public static final String BACKEND_ROLE = "backend";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern IP_ADDRESS =
      Pattern.compile("[0-9.]+|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_CONTACTS = 100;

  public ClusterSettings {
    roles = Set.copyOf(roles);
    seedNodes = List.copyOf(seedNodes);
    join = List.copyOf(join);
  }

  /** Reads and checks {@code lifeline.cluster}; problems go to the reader. */
  public static ClusterSettings from(SettingsReader reader) {
    refuseOtherProtocols(reader.at("protocol"));
    DiscoverySettings discovery = DiscoverySettings.from(reader.at("discovery"));
    List<NodeAddress> seedNodes = addresses(reader, "seed-nodes");
    if (discovery.isOn() && !seedNodes.isEmpty()) {
      reader.reject("seed-nodes", "none, as discovery.method is " + discovery.method());
    }
    return new ClusterSettings(
        name(reader),
        host(reader, discovery),
        reader.text("bind-host"),
        reader.number("port", 0, MAX_PORT),
        roles(reader),
        seedNodes,
        addresses(reader, "join"),
        discovery,
        reader.duration("join-within", Duration.ofSeconds(1), Duration.ofMinutes(10)),
        reader.duration("leave-within", Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }

  /** The address that is listened to. */
  public String listensTo() {
    return bindHost.isEmpty() ? host : bindHost;
  }

  /** Whether the node is to begin a cluster of its own. */
  boolean isAlone() {
    return contacts().isEmpty() && !discovery.isOn();
  }

  /** Whether the others have to be found first. */
  boolean looksForOthers() {
    return contacts().isEmpty() && discovery.isOn();
  }

  /** By which setting the node was told to join, and its value, for messages to the operator. */
  String asked() {
    if (looksForOthers()) {
      return "lifeline.cluster.discovery.service: " + discovery.service();
    }
    List<String> contacts = contacts().stream().map(NodeAddress::toString).toList();
    return "lifeline.cluster.%s: %s"
        .formatted(join.isEmpty() ? "seed-nodes" : "join", String.join(",", contacts));
  }

  /** Whom to ask, in this order. */
  List<NodeAddress> contacts() {
    return join.isEmpty() ? seedNodes : join;
  }

  private static void refuseOtherProtocols(SettingsReader reader) {
    ProtocolVersion current = ProtocolVersion.CURRENT;
    reader.number("spoken", current.spoken(), current.spoken());
    reader.number("oldest", current.oldest(), current.oldest());
  }

  private static String name(SettingsReader reader) {
    String name = reader.text("name");
    if (!NAME.matcher(name).matches()) {
      reader.reject("name", "1..64 of a-z, 0-9 and -");
    }
    return name;
  }

  private static String host(SettingsReader reader, DiscoverySettings discovery) {
    String host = reader.text("host");
    if (host.isBlank()) {
      reader.reject("host", "the address at which other nodes reach this one");
    } else if (discovery.isOn() && !IP_ADDRESS.matcher(host).matches()) {
      reader.reject("host", "an IP address, as discovery finds nodes by these");
    }
    return host;
  }

  private static Set<String> roles(SettingsReader reader) {
    List<String> roles = reader.texts("roles");
    if (!roles.contains(GATEWAY_ROLE)
        || !roles.stream().allMatch(role -> NAME.matcher(role).matches())) {
      reader.reject("roles", GATEWAY_ROLE + " and maybe others, each 1..64 of a-z, 0-9 and -");
    }
    return Set.copyOf(roles);
  }

  private static List<NodeAddress> addresses(SettingsReader reader, String key) {
    List<String> texts = reader.texts(key);
    List<NodeAddress> addresses =
        texts.stream().map(NodeAddress::parse).flatMap(Optional::stream).toList();
    if (addresses.size() != texts.size() || texts.size() > MAX_CONTACTS) {
      reader.reject(key, "at most " + MAX_CONTACTS + " of the form host:port");
    }
    return addresses;
  }
}
