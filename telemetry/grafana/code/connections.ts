import { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { board } from './board.js';
import { graph, stacked, stat } from './panels.js';
import { max, orZero, quantile, rate, series, sum } from './queries.js';

/** Who comes, who goes and why, and how the peers' networks are. */
export function connections(): Dashboard {
  return board('connections', 'Connections and peers', 'Who comes, who goes and why, and how the networks of the peers are.', [
    {
      heading: 'What connections hold',
      panels: [
        stacked({ title: 'Connections by state', description: 'Connection actors.', unit: units.Short }, [
          { expr: sum(series('lifeline_connections'), 'state'), legend: '{{state}}' },
        ]),
        graph({ title: 'Resources', description: 'Sockets, actors and registry entries run together; heartbeats and writers with the WebSockets.', unit: units.Short }, [
          { expr: sum(series('lifeline_resources'), 'resource'), legend: '{{resource}}' },
        ]),
        graph({ title: 'Leak suspects', description: 'Resources without a living connection, and what grows without connections. 0, or something leaks.', unit: units.Short }, [
          { expr: sum(series('lifeline_leak_suspects'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Memory for compression', description: "Reserved to inflate clients' messages.", unit: units.BytesIEC }, [
          { expr: sum(series('lifeline_compression_memory'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
    {
      heading: 'Coming and going',
      panels: [
        graph({ title: 'Opened', description: 'WebSockets that became active.', unit: units.CountsPerSecond }, [
          { expr: sum(rate('lifeline_connections_opened_total'), 'instance'), legend: '{{instance}}' },
        ]),
        stacked({ title: 'Ended, by reason', description: 'The reasons stand in PROTOCOL.md.', unit: units.CountsPerSecond }, [
          { expr: orZero(sum(rate('lifeline_connections_closed_total'), 'reason')), legend: '{{reason}}' },
        ]),
        stacked({ title: 'Refused, by tier', description: 'Turned away before the upgrade.', unit: units.CountsPerSecond }, [
          { expr: orZero(sum(rate('lifeline_connections_refused_total'), 'tier')), legend: '{{tier}}' },
        ]),
        graph({ title: 'Time to open', description: 'From the beginning of a connection until it was an open WebSocket.', unit: units.Seconds }, [
          { expr: quantile(0.5, 'lifeline_connections_handshake_seconds'), legend: 'half within' },
          { expr: quantile(0.99, 'lifeline_connections_handshake_seconds'), legend: '99 % within' },
        ]),
        graph({ title: 'Lifetime', description: 'Half of the connections that ended had lived no longer, by the kind of their reason.', unit: units.Seconds }, [
          { expr: quantile(0.5, 'lifeline_connections_lifetime_seconds', 'kind'), legend: '{{kind}}' },
        ]),
        graph({ title: 'Time to reclaim', description: 'From the decision until the actor and all that it held were gone, closing handshake included: 99 % within.', unit: units.Seconds }, [
          { expr: quantile(0.99, 'lifeline_connections_reclaim_seconds', 'kind'), legend: '{{kind}}' },
        ]),
        graph({ title: 'Pauses of accepting', description: 'The process had no descriptor left.', unit: units.CountsPerSecond }, [
          { expr: sum(rate('lifeline_accept_pauses_total'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
    {
      heading: 'Peers',
      panels: [
        graph({ title: 'Round trip', description: "From a heartbeat's ping to the peer's answer.", unit: units.Seconds }, [
          { expr: quantile(0.5, 'lifeline_heartbeat_round_trip_seconds'), legend: 'half within' },
          { expr: quantile(0.95, 'lifeline_heartbeat_round_trip_seconds'), legend: '95 % within' },
          { expr: quantile(0.99, 'lifeline_heartbeat_round_trip_seconds'), legend: '99 % within' },
        ]),
        graph({ title: 'Round trip by node', description: '99 % within. One node above the others is slow itself.', unit: units.Seconds }, [
          { expr: quantile(0.99, 'lifeline_heartbeat_round_trip_seconds', 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Missed beats', description: 'Pings without an answer in time. A wave over all nodes is a network, not a peer.', unit: units.CountsPerSecond }, [
          { expr: sum(rate('lifeline_heartbeat_missed_total'), 'instance'), legend: '{{instance}}' },
        ]),
        graph(
          {
            title: 'Detection of dead peers',
            description: 'From the last sign of life until given up, in the last ten minutes: by default within 60 s. 0 where none was.',
            unit: units.Seconds,
          },
          [
            {
              // No number where nobody was given up: that is no 0 either.
              expr: orZero(`histogram_quantile(0.99, ${sum(`increase(${series('lifeline_heartbeat_detection_seconds_bucket')}[10m])`, 'le')}) > 0`),
              legend: '99 % within',
            },
          ],
        ),
        graph({ title: 'Throttled', description: 'Times that a peer was not read from because it sent faster than it may.', unit: units.CountsPerSecond }, [
          { expr: sum(rate('lifeline_inbound_throttled_total'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'From peers', description: 'Messages that peers sent.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('lifeline_messages_received_total'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
    {
      heading: 'TLS',
      panels: [
        stat(
          { title: 'Certificate', description: 'Still valid for this long, where it is shortest. 0 where TLS is off.', unit: units.Seconds },
          `min(${series('lifeline_tls_certificate_expiry_seconds')})`,
          [],
          4,
        ),
        stat(
          { title: 'Handshakes', description: 'Of TLS; 0 where it is off.', unit: units.CountsPerSecond },
          orZero(sum(rate('lifeline_tls_handshake_seconds_count'))),
          [],
          4,
        ),
        stat(
          { title: 'Certificates that could not be loaded', description: 'Changes of the files since the node started; the old one stays in use.', unit: units.Short },
          orZero(max(series('lifeline_tls_certificate_changes_total', 'outcome="broken"'))),
          [{ from: 1, colour: 'orange' }],
          4,
        ),
      ],
    },
  ]);
}
