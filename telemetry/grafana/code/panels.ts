/** The few kinds of panels that all dashboards are made of. */
import {
  BigValueColorMode,
  BigValueGraphMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { FieldColorBuilder, FieldColorModeId, ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as GraphBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** The variable by which an importing Grafana chooses its own Prometheus. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/** Grafana's grid is 24 wide. */
const WIDTH = 24;

export interface Query {
  expr: string;
  legend: string;
}

/** What is read off a panel: its sentence is shown at the panel's corner. */
export interface Content {
  title: string;
  description: string;
  unit: string;
}

/** From a value on, a stat turns to this colour; below all it is green. */
export interface Limit {
  from: number;
  colour: 'orange' | 'red';
}

function query(one: Query, index: number): DataqueryBuilder {
  return new DataqueryBuilder()
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .datasource(DATASOURCE)
    .expr(one.expr)
    .legendFormat(one.legend)
    .format(PromQueryFormat.TimeSeries)
    .range();
}

/** Lines over time; `perRow` of them stand side by side. */
export function graph(content: Content, queries: Query[], perRow = 2): GraphBuilder {
  return new GraphBuilder()
    .title(content.title)
    .description(content.description)
    .datasource(DATASOURCE)
    .unit(content.unit)
    .min(0)
    .height(8)
    .span(WIDTH / perRow)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .calcs([]),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .targets(queries.map(query));
}

/** The same, with the lines laid on each other, where their sum means something. */
export function stacked(content: Content, queries: Query[], perRow = 2): GraphBuilder {
  return graph(content, queries, perRow)
    .fillOpacity(40)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
}

/** One figure in large type, with its course behind it. */
export function stat(content: Content, expr: string, limits: Limit[] = [], perRow = 8): StatBuilder {
  return new StatBuilder()
    .title(content.title)
    .description(content.description)
    .datasource(DATASOURCE)
    .unit(content.unit)
    .height(4)
    .span(WIDTH / perRow)
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.Area)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .thresholds(
      new ThresholdsConfigBuilder()
        .mode(ThresholdsMode.Absolute)
        .steps([{ value: null, color: 'green' }, ...limits.map((limit) => ({ value: limit.from, color: limit.colour }))]),
    )
    .targets([{ expr, legend: '' }].map(query));
}
