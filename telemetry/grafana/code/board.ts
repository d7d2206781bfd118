/** What all dashboards have in common: their variables, and the way from each to the others. */
import {
  Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  Panel,
  QueryVariableBuilder,
  RowBuilder,
  VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { DATASOURCE } from './panels.js';

const TAG = 'lifeline';

/** There from a node's first seconds, whatever it does. */
const ALWAYS_THERE = 'lifeline_leak_suspects';

/** Panels under a heading. */
export interface Section {
  heading: string;
  panels: Builder<Panel>[];
}

function choice(name: string, label: string, values: string, description: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(DATASOURCE)
    .query({ query: values, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' });
}

/** The builders give every variable what only those of intervals have, and Grafana's schema does not know. */
function withoutInterval(variable: VariableModel): void {
  delete variable.auto;
  delete variable.auto_min;
  delete variable.auto_count;
}

/**
 * A dashboard with ids that do not change from one writing to the next.
 *
 * @param name its file's, and at the end of its uid: the same dashboard imported again replaces the old one
 */
export function board(name: string, title: string, description: string, sections: Section[]): Dashboard {
  const builder = new DashboardBuilder(`Lifeline / ${title}`)
    .uid(`lifeline-${name}`)
    .description(description)
    .tags([TAG])
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .withVariable(
      new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus').description('Where the metrics are.'),
    )
    .withVariable(choice('cluster', 'Cluster', `label_values(${ALWAYS_THERE}, job)`, 'The job by which Prometheus scrapes it.'))
    .withVariable(
      choice('node', 'Node', `label_values(${ALWAYS_THERE}{job=~"$cluster"}, instance)`, 'The ops listener of a node.'),
    )
    .link(
      new DashboardLinkBuilder('Lifeline').type(DashboardLinkType.Dashboards).tags([TAG]).asDropdown(false).includeVars(true).keepTime(true),
    );
  for (const section of sections) {
    builder.withRow(new RowBuilder(section.heading));
    section.panels.forEach((panel) => builder.withPanel(panel));
  }
  const built = builder.build();
  built.panels?.forEach((panel, index) => (panel.id = index + 1));
  built.templating?.list?.forEach(withoutInterval);
  return built;
}
