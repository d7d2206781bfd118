/**
 * What Grafana publishes of the form of a dashboard, in the package `@grafana/schema`: the types
 * that its own code is compiled against. `check.ts` makes a JSON schema of the one exported here.
 * How a query looks is not published there; of that the builders' own types take care.
 */
import type { Dashboard, FieldConfig, FieldConfigSource, Panel, RowPanel } from '@grafana/schema';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** A panel whose plugin's settings are held to what that plugin publishes. */
type PanelOf<Type extends string, Options, Custom> = Omit<Panel, 'type' | 'options' | 'fieldConfig'> & {
  type: Type;
  options: Options;
  fieldConfig: Omit<FieldConfigSource, 'defaults'> & {
    defaults: Omit<FieldConfig, 'custom'> & { custom?: Custom };
  };
};

export type PublishedDashboard = Omit<Dashboard, 'panels'> & {
  panels: (PanelOf<'timeseries', timeseries.Options, timeseries.FieldConfig> | PanelOf<'stat', stat.Options, never> | RowPanel)[];
};
