import { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { board } from './board.js';
import { graph, stacked, stat } from './panels.js';
import { max, mean, orZero, quantile, rate, series, sum } from './queries.js';

/** Is all well, and if not, which of the other dashboards says why? */
export function overview(): Dashboard {
  return board('overview', 'Overview', 'Is all well? If not, the links lead to the dashboard that says why.', [
    {
      heading: 'Now',
      panels: [
        stat(
          { title: 'Nodes that answer', description: 'Whose metrics Prometheus could read.', unit: units.Short },
          sum(series('up')),
        ),
        stat(
          { title: 'WebSockets', description: 'Open at the chosen nodes.', unit: units.Short },
          sum(series('lifeline_resources', 'resource="websockets"')),
        ),
        stat(
          { title: 'Deliveries', description: 'Messages handed to sockets.', unit: units.MessagesPerSecond },
          sum(rate('lifeline_deliveries_total')),
        ),
        stat(
          { title: 'Leak suspects', description: 'Resources without a living connection, and what grows without connections. 0, or something leaks.', unit: units.Short },
          sum(series('lifeline_leak_suspects')),
          [{ from: 1, colour: 'red' }],
        ),
        stat(
          { title: 'Unreachable members', description: 'The most that any node cannot reach.', unit: units.Short },
          max(series('lifeline_cluster_members', 'reachability="unreachable"')),
          [{ from: 1, colour: 'red' }],
        ),
        stat(
          { title: 'Refusals', description: 'Connections turned away before the upgrade.', unit: units.CountsPerSecond },
          orZero(sum(rate('lifeline_connections_refused_total'))),
          [{ from: 1, colour: 'orange' }],
        ),
        stat(
          { title: 'Descriptors', description: 'Used of those allowed, at the node with the largest share.', unit: units.PercentUnit },
          max(`${series('process_ulimit_file_descriptors_used')} / ${series('process_ulimit_file_descriptors_max')}`),
          [
            { from: 0.7, colour: 'orange' },
            { from: 0.9, colour: 'red' },
          ],
        ),
        stat(
          { title: 'Heap', description: 'Used of the most allowed, garbage included, at the node with the largest share.', unit: units.PercentUnit },
          max(
            `${rate('jvm_memory_used_bytes_sum', 'region="heap"')} / ${rate('jvm_memory_used_bytes_count', 'region="heap"')}` +
              ` / ${series('jvm_memory_max_bytes', 'region="heap"')}`,
          ),
          [{ from: 0.9, colour: 'orange' }],
        ),
      ],
    },
    {
      heading: 'Who is here and what they get',
      panels: [
        stacked({ title: 'WebSockets by node', description: 'Nodes far apart: how are clients spread over them?', unit: units.Short }, [
          { expr: sum(series('lifeline_resources', 'resource="websockets"'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Opened and ended', description: 'Ends above openings for long: clients go and do not return.', unit: units.CountsPerSecond }, [
          { expr: sum(rate('lifeline_connections_opened_total')), legend: 'opened' },
          { expr: orZero(sum(rate('lifeline_connections_closed_total'))), legend: 'ended, other HTTP among them' },
        ]),
        graph({ title: 'Published and delivered', description: 'A message published is delivered once to each subscriber.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('lifeline_published_total')), legend: 'published' },
          { expr: sum(rate('lifeline_deliveries_total')), legend: 'delivered' },
        ]),
        graph({ title: 'Round trip', description: "From a heartbeat's ping to the peer's answer: network, client and node together.", unit: units.Seconds }, [
          { expr: quantile(0.5, 'lifeline_heartbeat_round_trip_seconds'), legend: 'half within' },
          { expr: quantile(0.99, 'lifeline_heartbeat_round_trip_seconds'), legend: '99 % within' },
        ]),
      ],
    },
    {
      heading: 'What goes wrong, and what it costs',
      panels: [
        graph(
          { title: 'Time of a delivery', description: "99 % within, from when a gateway took the message until it was handed to a subscriber's socket.", unit: units.Seconds },
          [{ expr: quantile(0.99, 'lifeline_delivery_seconds', 'namespace'), legend: '{{namespace}}' }],
          3,
        ),
        stacked(
          { title: 'Ends by reason', description: 'The reasons stand in PROTOCOL.md.', unit: units.CountsPerSecond },
          [{ expr: orZero(sum(rate('lifeline_connections_closed_total'), 'reason')), legend: '{{reason}}' }],
          3,
        ),
        graph(
          { title: 'Processor', description: 'Share of all cores of the machine that the node uses.', unit: units.Percent },
          [{ expr: mean('process_cpu_usage', ['mode="combined"'], 'instance'), legend: '{{instance}}' }],
          3,
        ),
      ],
    },
  ]);
}
