import { PanelBuilder as BarsBuilder } from '@grafana/grafana-foundation-sdk/bargauge'
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common'
import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder as GaugeBuilder } from '@grafana/grafana-foundation-sdk/gauge'
import {
  PanelBuilder as PieBuilder,
  PieChartLegendOptionsBuilder,
  PieChartLegendValues,
  PieChartType,
} from '@grafana/grafana-foundation-sdk/piechart'
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat'
import { PanelBuilder as SeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries'
import { dress, placed, type PanelOptions, type Placed } from './panel.ts'

export { table } from './table.ts'

const last = (): ReduceDataOptionsBuilder => new ReduceDataOptionsBuilder().calcs(['lastNotNull'])

/** One figure, on the colour of its state. */
export function stat(options: PanelOptions): Placed {
  const panel = dress(new StatBuilder(), options, 'now')
    .reduceOptions(last())
    .graphMode(BigValueGraphMode.None)
    .colorMode(
      options.limits === undefined ? BigValueColorMode.Value : BigValueColorMode.Background,
    )
  return placed(panel, options.width ?? 4, options.height ?? 4)
}

export function gauge(options: PanelOptions): Placed {
  const panel = dress(new GaugeBuilder(), { min: 0, ...options }, 'now')
    .reduceOptions(last())
    .showThresholdMarkers(true)
  return placed(panel, options.width ?? 4, options.height ?? 6)
}

/** A bar for each series, longest first where the query sorts. */
export function bars(options: PanelOptions): Placed {
  const panel = dress(new BarsBuilder(), { min: 0, ...options }, 'now')
    .reduceOptions(last())
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal)
  return placed(panel, options.width ?? 8, options.height ?? 8)
}

export function pie(options: PanelOptions): Placed {
  const legend = new PieChartLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Right)
    .showLegend(true)
    .values([PieChartLegendValues.Value, PieChartLegendValues.Percent])
  const panel = dress(new PieBuilder(), options, 'now')
    .reduceOptions(last())
    .pieType(PieChartType.Donut)
    .legend(legend)
  return placed(panel, options.width ?? 8, options.height ?? 8)
}

export interface SeriesOptions extends PanelOptions {
  /** Parts of a whole, one upon the other. */
  stacked?: boolean
  /** Draws the limits as lines. @default true, where there are any */
  lines?: boolean
}

export function series(options: SeriesOptions): Placed {
  const { stacked = false, limits, lines = limits !== undefined } = options
  const panel = dress(new SeriesBuilder(), { min: 0, ...options }, 'over')
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic))
    .lineWidth(stacked ? 1 : 2)
    .fillOpacity(stacked ? 60 : 0)
    .showPoints(VisibilityMode.Never)
    .thresholdsStyle(
      new GraphThresholdsStyleConfigBuilder().mode(
        lines ? GraphThresholdsStyleMode.Dashed : GraphThresholdsStyleMode.Off,
      ),
    )
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(
      new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending),
    )
  return placed(panel, options.width ?? 8, options.height ?? 8)
}
