package io.lifeline.edge.node;

import io.lifeline.edge.settings.NodeSettings;
import io.lifeline.supervision.connections.ConnectionFactory;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Exported;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.timeline.Stories;
import io.lifeline.telemetry.tracing.Tracing;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a node's guardian is given from outside its actor system.
 *
 * @param events where the node counts
 * @param ledger what its connections hold
 * @param stories of connections that ended
 * @param exported all counts as they were at the last tick
 * @param tracing of publications, of the node that has this name
 * @param connections wraps how connections are made, the identity in production; a test may put in
 *     faulty ones
 * @param end where the guardian says why the node ended
 */
record NodeParts(
    NodeSettings settings,
    EventSink events,
    ResourceLedger ledger,
    Stories stories,
    Exported exported,
    Function<String, Tracing> tracing,
    UnaryOperator<ConnectionFactory> connections,
    EndBoard end) {}
