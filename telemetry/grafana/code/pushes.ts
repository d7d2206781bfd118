import { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { board } from './board.js';
import { graph, stacked } from './panels.js';
import { orZero, quantile, rate, series, sum } from './queries.js';

/** From publishing to the socket, and what clients miss. */
export function pushes(): Dashboard {
  return board('pushes', 'Pushes', 'From publishing to the socket, and what clients miss.', [
    {
      heading: 'Flow',
      panels: [
        stacked({ title: 'Published', description: 'By the node that took the message from the publisher.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('lifeline_published_total'), 'instance'), legend: '{{instance}}' },
        ]),
        stacked({ title: 'Delivered', description: 'By the node at whose sockets they were handed over.', unit: units.MessagesPerSecond }, [
          { expr: sum(rate('lifeline_deliveries_total'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Time of a delivery', description: "From when a gateway took the message until it was handed to a subscriber's socket.", unit: units.Seconds }, [
          { expr: quantile(0.5, 'lifeline_delivery_seconds'), legend: 'half within' },
          { expr: quantile(0.99, 'lifeline_delivery_seconds'), legend: '99 % within' },
        ]),
        graph({ title: 'Time of a delivery by namespace', description: '99 % within. Half a second is what the alerts let pass.', unit: units.Seconds }, [
          { expr: quantile(0.99, 'lifeline_delivery_seconds', 'namespace'), legend: '{{namespace}}' },
        ]),
        graph({ title: 'Deliveries for each message published', description: 'How many subscribers a message has on average.', unit: units.Short }, [
          {
            expr: `${sum(rate('lifeline_deliveries_total'))} / (${sum(rate('lifeline_published_total'))} > 0)`,
            legend: 'deliveries',
          },
        ]),
        graph({ title: 'Deliveries for each write', description: 'All that waits for a socket is one write: more means that writers lag or that messages come in bursts.', unit: units.Short }, [
          {
            expr: `${sum(rate('lifeline_deliveries_total'), 'instance')} / (${sum(rate('lifeline_writes_total'), 'instance')} > 0)`,
            legend: '{{instance}}',
          },
        ]),
        graph({ title: 'Sent', description: 'Handed to WebSockets.', unit: units.BytesPerSecondIEC }, [
          { expr: sum(rate('lifeline_bytes_sent_total'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Received', description: 'From WebSockets.', unit: units.BytesPerSecondIEC }, [
          { expr: sum(rate('lifeline_bytes_received_total'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
    {
      heading: 'Clients that cannot keep up',
      panels: [
        graph({ title: 'Waiting in writers', description: 'Bytes that peers have not taken yet.', unit: units.BytesIEC }, [
          { expr: sum(series('lifeline_outbound_queue_bytes'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Cut off as too slow', description: 'Connections ended at the limit of their writer.', unit: units.CountsPerSecond }, [
          { expr: orZero(sum(rate('lifeline_connections_closed_total', 'reason="slow_consumer"'))), legend: 'slow consumers' },
        ]),
        stacked({ title: 'Dropped, by policy', description: "Messages dropped at a writer's limit, where the channel's policy says so.", unit: units.MessagesPerSecond }, [
          { expr: orZero(sum(rate('lifeline_outbound_dropped_total'), 'policy')), legend: '{{policy}}' },
        ]),
      ],
    },
    {
      heading: 'Clients that come back',
      panels: [
        stacked({ title: 'Recoveries, by result', description: 'Lost: what they missed was no longer kept, or the channel began anew.', unit: units.CountsPerSecond }, [
          { expr: orZero(sum(rate('lifeline_recoveries_total'), 'result')), legend: '{{result}}' },
        ]),
        graph({ title: 'Resets', description: 'Connected clients that were told that they may have missed messages.', unit: units.CountsPerSecond }, [
          { expr: sum(rate('lifeline_resets_total'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
  ]);
}
