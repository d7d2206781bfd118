import { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { board } from './board.js';
import { graph, stacked } from './panels.js';
import { max, mean, quantile, rate, series, sum } from './queries.js';

/** What the process takes of its machine, and what the JVM does inside it. */
export function jvm(): Dashboard {
  return board('jvm', 'JVM and host', "What a node takes of its machine. What else runs there is the machine's own exporter's business.", [
    {
      heading: 'Of the machine',
      panels: [
        graph({ title: 'Processor', description: 'Share of all cores of the machine that the process uses.', unit: units.Percent }, [
          { expr: mean('process_cpu_usage', ['mode="combined"'], 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Descriptors', description: 'Sockets are most of them. Without one left a node accepts nobody.', unit: units.Short }, [
          { expr: sum(series('process_ulimit_file_descriptors_used'), 'instance'), legend: 'used by {{instance}}' },
          { expr: `min(${series('process_ulimit_file_descriptors_max')})`, legend: 'allowed' },
        ]),
      ],
    },
    {
      heading: 'Memory',
      panels: [
        graph({ title: 'Heap', description: 'Used, garbage included, and the most that is allowed.', unit: units.BytesIEC }, [
          { expr: mean('jvm_memory_used_bytes', ['region="heap"'], 'instance'), legend: 'used by {{instance}}' },
          { expr: `min(${series('jvm_memory_max_bytes', 'region="heap"')})`, legend: 'allowed' },
        ]),
        graph({ title: 'Old generation', description: 'What outlives collections. A climb without connections is a leak.', unit: units.BytesIEC }, [
          { expr: mean('jvm_memory_pool_used_bytes', ['pool=~".*old-gen"'], 'instance'), legend: '{{instance}}' },
        ]),
        stacked({ title: 'Outside the heap', description: 'Classes and compiled code, over the chosen nodes.', unit: units.BytesIEC }, [
          { expr: mean('jvm_memory_pool_used_bytes', ['pool!~"g1.*|.*-gen|.*space"'], 'pool'), legend: '{{pool}}' },
        ]),
        graph({ title: 'Direct buffers', description: 'Memory of sockets that the heap does not show.', unit: units.BytesIEC }, [
          { expr: sum(series('jvm_memory_buffer_pool_used_bytes', 'pool="direct"'), 'instance'), legend: '{{instance}}' },
        ]),
        graph({ title: 'Allocation', description: 'What the collector has to clear away.', unit: units.BytesPerSecondIEC }, [
          { expr: sum(rate('jvm_memory_allocation_bytes_total'), 'instance'), legend: '{{instance}}' },
        ]),
      ],
    },
    {
      heading: 'Collections',
      panels: [
        graph({ title: 'Time in collections', description: 'Share of the time; above a tenth the heap is too small.', unit: units.PercentUnit }, [
          { expr: sum(rate('jvm_gc_seconds_sum'), 'instance', 'collector'), legend: '{{collector}} at {{instance}}' },
        ]),
        graph({ title: 'Longest pauses', description: '99 % of the collections took no longer, in the last ten minutes.', unit: units.Seconds }, [
          {
            expr: `histogram_quantile(0.99, ${sum(`increase(${series('jvm_gc_seconds_bucket')}[10m])`, 'le', 'instance')})`,
            legend: '{{instance}}',
          },
        ]),
      ],
    },
    {
      heading: 'Threads',
      panels: [
        stacked({ title: 'Threads by state', description: 'Blocked ones wait for a lock: none should for long.', unit: units.Short }, [
          { expr: sum(series('jvm_threads_states'), 'state'), legend: '{{state}}' },
        ]),
        graph({ title: 'Busy threads of the executors', description: 'Mean, at the node with most.', unit: units.Short }, [
          {
            expr: max(mean('executor_threads_active', [], 'instance', 'name'), 'name'),
            legend: '{{name}}',
          },
        ]),
        graph({ title: 'Tasks that wait for a thread', description: 'Mean, at the node with most.', unit: units.Short }, [
          { expr: max(mean('executor_queue_size', [], 'instance', 'name'), 'name'), legend: '{{name}}' },
        ]),
        graph({ title: 'Wait for a thread', description: '99 % of the tasks waited no longer.', unit: units.Seconds }, [
          { expr: quantile(0.99, 'executor_time_in_queue_seconds', 'name'), legend: '{{name}}' },
        ]),
      ],
    },
  ]);
}
