package io.lifeline.telemetry;

/**
 * The catalogue of what Lifeline counts itself, beside what Kamon's instrumentation counts. One
 * constant is one metric; each has at most one tag, whose values are few and known. {@code
 * METRICS.md} of this module is this list as a page, and a test holds the one against the other.
 */
public enum Metric {
  CONNECTIONS(
      "lifeline.connections",
      MetricKind.GAUGE,
      MetricUnit.NUMBER,
      "state",
      "Connection actors by state."),
  OPENED(
      "lifeline.connections.opened",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "WebSockets that became active."),
  HANDSHAKE(
      "lifeline.connections.handshake",
      MetricKind.TIMER,
      MetricUnit.SECONDS,
      "",
      "Time from a connection's beginning until it was an open WebSocket. One that spoke HTTP before"
          + " does not count."),
  LIFETIME(
      "lifeline.connections.lifetime",
      MetricKind.TIMER,
      MetricUnit.SECONDS,
      "kind",
      "Time from the beginning of connections that were open WebSockets to their end, by the kind of"
          + " its reason: peer, silence, handshake, violation, order or failure."),
  RECLAIM(
      "lifeline.connections.reclaim",
      MetricKind.TIMER,
      MetricUnit.SECONDS,
      "kind",
      "Time from when the end of a connection was decided until its actor and all that it held were"
          + " gone, the closing handshake included, by the kind of its reason."),
  CLOSED(
      "lifeline.connections.closed",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "reason",
      "Connections ended, by reason."),
  REFUSED(
      "lifeline.connections.refused",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "tier",
      "Connections refused before the upgrade, by the tier that refused."),
  ACCEPT_PAUSES(
      "lifeline.accept.pauses",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Times that accepting paused because the process had no descriptor left."),
  ROUND_TRIP(
      "lifeline.heartbeat.round-trip",
      MetricKind.TIMER,
      MetricUnit.SECONDS,
      "",
      "Time from a heartbeat's ping to the peer's answer."),
  MISSED_BEATS(
      "lifeline.heartbeat.missed",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Pings that had no answer in time."),
  DEAD_PEER_DETECTION(
      "lifeline.heartbeat.detection",
      MetricKind.TIMER,
      MetricUnit.SECONDS,
      "",
      "Time from the last sign of life of a peer that fell silent until it was given up."),
  MESSAGES_RECEIVED(
      "lifeline.messages.received",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Messages received from peers."),
  BYTES_RECEIVED(
      "lifeline.bytes.received",
      MetricKind.COUNTER,
      MetricUnit.BYTES,
      "",
      "Bytes received from WebSocket peers."),
  THROTTLED(
      "lifeline.inbound.throttled",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Times that a peer was not read from because it sent faster than it may."),
  DELIVERIES(
      "lifeline.deliveries",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Messages handed to sockets. Pings, pongs and close frames are none."),
  DELIVERY(
      "lifeline.delivery",
      MetricKind.TIMER,
      MetricUnit.SECONDS,
      "namespace",
      "Time from when a gateway took a publication until it was handed to a subscriber's socket, by"
          + " namespace, personal or default. To the millisecond, by the two nodes' times of day. Where"
          + " a node has many subscribers of a channel, one in 16 is timed and counts for 16."),
  BYTES_SENT(
      "lifeline.bytes.sent",
      MetricKind.COUNTER,
      MetricUnit.BYTES,
      "",
      "Bytes handed to WebSockets."),
  WRITES(
      "lifeline.writes",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Writes to WebSockets. All that waits for one is one write."),
  OUTBOUND_QUEUE_BYTES(
      "lifeline.outbound.queue.bytes",
      MetricKind.GAUGE,
      MetricUnit.BYTES,
      "",
      "Bytes that wait in the writers of this node."),
  DROPPED(
      "lifeline.outbound.dropped",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "policy",
      "Messages dropped at a writer's limit, by policy."),
  COMPRESSION_MEMORY(
      "lifeline.compression.memory",
      MetricKind.GAUGE,
      MetricUnit.BYTES,
      "",
      "Bytes reserved for what connections keep to inflate their clients' messages."),
  PUBLISHED(
      "lifeline.published",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Messages published on this node."),
  RECOVERIES(
      "lifeline.recoveries",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "result",
      "Times that a client came back to a channel by position, by result: recovered or lost."),
  RESETS(
      "lifeline.resets",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Times that a connected client was told that it may have missed messages of a channel."),
  CLUSTER_MEMBERS(
      "lifeline.cluster.members",
      MetricKind.GAUGE,
      MetricUnit.NUMBER,
      "reachability",
      "Members of the cluster as this node sees them: reachable or unreachable."),
  REPLICA_MEMORY(
      "lifeline.replica.memory",
      MetricKind.GAUGE,
      MetricUnit.BYTES,
      "",
      "Bytes of the copies that this node keeps of channels' logs."),
  REPLICA_CHANNELS(
      "lifeline.replica.channels",
      MetricKind.GAUGE,
      MetricUnit.NUMBER,
      "",
      "Channels of which this node keeps a copy, or has promised whom to obey."),
  STUCK_ACTORS(
      "lifeline.stuck.actors",
      MetricKind.GAUGE,
      MetricUnit.NUMBER,
      "",
      "Actors that are at one message for too long, or whose mailbox only grows."),
  RESOURCES(
      "lifeline.resources",
      MetricKind.GAUGE,
      MetricUnit.NUMBER,
      "resource",
      "What connections hold: sockets, actors, heartbeats, writers, registry entries, inflations."),
  TLS_HANDSHAKE(
      "lifeline.tls.handshake",
      MetricKind.TIMER,
      MetricUnit.SECONDS,
      "",
      "Time from a connection's first byte to the end of its TLS handshake."),
  TLS_CERTIFICATE_EXPIRY(
      "lifeline.tls.certificate.expiry.seconds",
      MetricKind.GAUGE,
      MetricUnit.SECONDS,
      "",
      "Seconds for which the certificate in use is still valid; 0 once it has expired."),
  TLS_CERTIFICATE_CHANGES(
      "lifeline.tls.certificate.changes",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "outcome",
      "Changes of the TLS files that were seen, by outcome: loaded or broken."),
  POOL_THREADS(
      "lifeline.pool.threads",
      MetricKind.GAUGE,
      MetricUnit.NUMBER,
      "state",
      "Threads of the pool that runs the actors, by state: active or idle."),
  POOL_WAITING(
      "lifeline.pool.waiting",
      MetricKind.GAUGE,
      MetricUnit.NUMBER,
      "",
      "Actors that have something to do and wait for a thread of that pool."),
  LEAK_SUSPECTS(
      "lifeline.leak.suspects",
      MetricKind.GAUGE,
      MetricUnit.NUMBER,
      "group",
      "Resources that have no living connection, by group, and descriptors, actors and MiB of heap"
          + " that grow without the connections. 0 unless something leaks."),
  INSPECTIONS(
      "lifeline.inspections",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "verdict",
      "Inspections of this node, by the worst that was found: ok, note, warning or critical."),
  INSPECTION_TIME(
      "lifeline.inspection",
      MetricKind.TIMER,
      MetricUnit.SECONDS,
      "",
      "Time that an inspection took."),
  ALERTS(
      "lifeline.alerts",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "outcome",
      "Notifications of Alertmanager, by what became of them: inspected, folded, resolved, unknown,"
          + " limited, malformed or unauthenticated."),
  REPORTS_UNWRITTEN(
      "lifeline.reports.unwritten",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Reports of inspections that could not be written to their directory."),
  ANNOUNCEMENTS(
      "lifeline.announcements",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "outcome",
      "Reports for the webhook, by what became of them: announced, given_up, refused because the"
          + " receiver had failed too often, or overflowed because too many waited."),
  ANNOUNCEMENTS_RETRIED(
      "lifeline.announcements.retried",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "",
      "Times that a report was sent to the webhook again after a failure."),
  SPANS(
      "lifeline.spans",
      MetricKind.COUNTER,
      MetricUnit.NUMBER,
      "outcome",
      "Spans of traced publications, by what became of them: reported, lost where the collector did"
          + " not take them, or overflowed where too many had ended within a second.");

  private final String id;
  private final MetricKind kind;
  private final MetricUnit unit;
  private final String tag;
  private final String meaning;

  Metric(String id, MetricKind kind, MetricUnit unit, String tag, String meaning) {
    this.id = id;
    this.kind = kind;
    this.unit = unit;
    this.tag = tag;
    this.meaning = meaning;
  }

  /** Kamon's dotted name; Prometheus shows it with underscores. */
  public String id() {
    return id;
  }

  /** Its name where Prometheus reads it, which for a histogram is how its series begin. */
  public String exportedName() {
    String name = id.replace('.', '_').replace('-', '_');
    return switch (kind) {
      case COUNTER -> name + "_total";
      case GAUGE -> name;
      case TIMER -> name + "_seconds";
    };
  }

  public MetricKind kind() {
    return kind;
  }

  /** Of what is exported. */
  public MetricUnit unit() {
    return unit;
  }

  /** The name of its one tag, empty where it has none. */
  public String tag() {
    return tag;
  }

  public String meaning() {
    return meaning;
  }
}
