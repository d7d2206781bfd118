import { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { board } from './board.js';
import { graph, stacked, stat } from './panels.js';
import { max, mean, rate, series, sum } from './queries.js';

/** Whether the nodes agree, where the channels live, and what passes between nodes. */
export function cluster(): Dashboard {
  return board('cluster', 'Cluster', 'Whether the nodes agree, where the channels live, and what passes between nodes.', [
    {
      heading: 'Members',
      panels: [
        stat(
          { title: 'Nodes that answer', description: 'Whose metrics Prometheus could read.', unit: units.Short },
          sum(series('up')),
          [],
          4,
        ),
        stat(
          { title: 'Members', description: 'The most that any node reaches, itself among them.', unit: units.Short },
          max(series('lifeline_cluster_members', 'reachability="reachable"')),
          [],
          4,
        ),
        stat(
          { title: 'Unreachable', description: 'The most that any node cannot reach.', unit: units.Short },
          max(series('lifeline_cluster_members', 'reachability="unreachable"')),
          [{ from: 1, colour: 'red' }],
          4,
        ),
        stat(
          { title: 'Views differ by', description: 'Between the node that reaches most and the one that reaches fewest. Not 0 for minutes: two clusters.', unit: units.Short },
          `max(${series('lifeline_cluster_members', 'reachability="reachable"')}) - min(${series('lifeline_cluster_members', 'reachability="reachable"')})`,
          [{ from: 1, colour: 'red' }],
          4,
        ),
        graph({ title: 'Reachable members by node', description: 'All lines lie on each other where all nodes agree.', unit: units.Short }, [
          { expr: sum(series('lifeline_cluster_members', 'reachability="reachable"'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Unreachable members by node', description: 'What each node cannot reach.', unit: units.Short }, [
          { expr: sum(series('lifeline_cluster_members', 'reachability="unreachable"'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
    {
      heading: 'Channels',
      panels: [
        stacked({ title: "Channels' entities", description: 'That live at each node: mean since the last scrapes.', unit: units.Short }, [
          { expr: mean('pekko_cluster_sharding_region_hosted_entities', ['type="channel"'], 'instance'), legend: '{{instance}}' },
        ]),
        stacked({ title: 'Shards', description: 'That live at each node. They move when nodes come and go.', unit: units.Short }, [
          { expr: mean('pekko_cluster_sharding_region_hosted_shards', ['type="channel"'], 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: "Messages to channels' entities", description: 'Through the region of each node: publishing, subscribing, presence and history.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('pekko_cluster_sharding_region_processed_messages_total', 'type="channel"'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Copies of channels', description: 'Of which each node keeps a copy, or has promised whom to obey.', unit: units.Short }, [
          { expr: sum(series('lifeline_replica_channels'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Memory of the copies', description: "Copies of channels' logs.", unit: units.BytesIEC }, [
          { expr: sum(series('lifeline_replica_memory'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
    {
      heading: 'Between nodes',
      panels: [
        graph({ title: 'Messages sent to other nodes', description: 'Gossip and heartbeats of the cluster among them.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('pekko_remote_messages_outbound_size_bytes_count'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Bytes sent to other nodes', description: 'Before they are put into frames.', unit: units.BytesPerSecondIEC }, [
          { expr: sum(rate('pekko_remote_messages_outbound_size_bytes_sum'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Received from other nodes', description: 'Messages.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('pekko_remote_messages_inbound_size_bytes_count'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Writing and reading messages', description: 'Mean time of a message to bytes and back.', unit: units.Seconds }, [
          { expr: mean('pekko_remote_serialization_time_seconds', [], 'instance'), legend: 'to bytes at {{instance}}' },
          { expr: mean('pekko_remote_deserialization_time_seconds', [], 'instance'), legend: 'from bytes at {{instance}}' },
        ]),
      ],
    },
  ]);
}
