import { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { board } from './board.js';
import { graph, stacked, stat } from './panels.js';
import { max, quantile, rate, series, sum } from './queries.js';

/** The actor tree in groups: what grows, what waits, what fails. */
export function actors(): Dashboard {
  return board('actors', 'Actors', 'The actor tree by group. ACTORS.md tells how to look at single actors.', [
    {
      heading: 'How many there are',
      panels: [
        stacked({ title: 'Members of the groups', description: 'Mean of the last tick, all chosen nodes together.', unit: units.Short }, [
          { expr: sum(series('pekko_group_members_avg'), 'group'), legend: '{{group}}' },
        ]),
        graph(
          {
            title: 'Members for each WebSocket',
            description: 'Connections, heartbeats and writers stay near 1 where all connections are WebSockets. A line that climbs is a leak of that group.',
            unit: units.Short,
          },
          [
            {
              expr:
                `${sum(series('pekko_group_members_avg', 'group=~"connections|heartbeats|writers"'), 'group')}` +
                ` / on () group_left () clamp_min(${sum(series('lifeline_resources', 'resource="websockets"'))}, 1)`,
              legend: '{{group}}',
            },
          ],
        ),
        graph({ title: 'Growth of the groups', description: 'Members more than ten minutes ago. Compare with the WebSockets.', unit: units.Short }, [
          { expr: sum(`delta(${series('pekko_group_members_avg')}[10m])`, 'group'), legend: '{{group}}' },
          { expr: sum(`delta(${series('lifeline_resources', 'resource="websockets"')}[10m])`), legend: 'WebSockets' },
        ]),
        graph({ title: 'All actors', description: "Of the node's actor system, those of the libraries among them.", unit: units.Short }, [
          { expr: sum(series('pekko_system_active_actors_avg'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
    {
      heading: 'What the groups do',
      panels: [
        graph({ title: 'Messages processed', description: 'By all members of a group.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('pekko_group_processing_time_seconds_count'), 'group'), legend: '{{group}}' },
        ]),
        graph({ title: 'Messages that wait', description: 'Most of the last tick, in the mailboxes of all members of a group at one node.', unit: units.Short }, [
          { expr: max(series('pekko_group_pending_messages_max'), 'group', 'instance'), legend: '{{group}} at {{instance}}' },
        ]),
        graph({ title: 'Time in the mailbox', description: '99 % waited no longer.', unit: units.Seconds }, [
          { expr: quantile(0.99, 'pekko_group_time_in_mailbox_seconds', 'group'), legend: '{{group}}' },
        ]),
        graph({ title: 'Time to process', description: '99 % of the messages took no longer.', unit: units.Seconds }, [
          { expr: quantile(0.99, 'pekko_group_processing_time_seconds', 'group'), legend: '{{group}}' },
        ]),
        graph({ title: 'Time spent', description: 'Seconds of work in a second, by all members of a group: where the processor goes.', unit: units.Short }, [
          { expr: sum(rate('pekko_group_processing_time_seconds_sum'), 'group'), legend: '{{group}}' },
        ]),
        graph({ title: 'Failures', description: 'Messages whose processing threw. Failures that supervision of typed actors handles are not among them.', unit: units.CountsPerSecond }, [
          { expr: sum(rate('pekko_group_errors_total'), 'group'), legend: '{{group}}' },
        ]),
      ],
    },
    {
      heading: 'The single ones',
      panels: [
        graph({ title: 'Mailboxes', description: 'Most messages that waited during the last tick, for the actors that a node has one of.', unit: units.Short }, [
          { expr: max(series('pekko_actor_mailbox_size_max'), 'path'), legend: '{{path}}' },
        ]),
        graph({ title: 'Time to process a message', description: '99 % took no longer.', unit: units.Seconds }, [
          { expr: quantile(0.99, 'pekko_actor_processing_time_seconds', 'path'), legend: '{{path}}' },
        ]),
        graph({ title: 'Messages processed by single actors', description: 'One that nears what it can do shows in its mailbox.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('pekko_actor_processing_time_seconds_count'), 'path'), legend: '{{path}}' },
        ]),
        stat(
          { title: 'Stuck actors', description: 'At one message for too long, or with a mailbox that only grows. ACTORS.md tells how to see where.', unit: units.Short },
          sum(series('lifeline_stuck_actors')),
          [{ from: 1, colour: 'red' }],
          6,
        ),
        stat(
          { title: 'Dead letters', description: 'Messages to actors that are gone. Some are usual where connections end.', unit: units.MessagesPerSecond },
          sum(rate('pekko_system_dead_letters_total')),
          [],
          6,
        ),
        stat(
          { title: 'Unhandled', description: 'Messages that an actor did not know what to do with. 0, or a bug.', unit: units.MessagesPerSecond },
          sum(rate('pekko_system_unhandled_messages_total')),
          [{ from: 0.001, colour: 'red' }],
          6,
        ),
      ],
    },
  ]);
}
