import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../../thresholds/marks.ts'
import type { Row } from '../build/dashboard.ts'
import { highIsBad, lowIsBad, NONE_WISHED } from '../build/limits.ts'
import { bars, series } from '../build/panels.ts'
import {
  increase,
  NAMES,
  orNone,
  orZero,
  quantile,
  quantiles,
  rate,
  shareBy,
} from '../build/queries.ts'

const MODEL = { by: ['model'] } as const

export const MODELS: Row = {
  title: 'Models',
  panels: [
    series({
      title: 'Time of a request, p95',
      description:
        'Waiting for its turn included. A local model that is slow for all has too many at once.',
      unit: units.Seconds,
      queries: { expr: quantile(0.95, 'llmSeconds', MODEL), legend: '{{model}}' },
    }),
    series({
      title: 'Requests by how they end',
      description:
        'A minute, by outcome: `answered`, or the code of what went wrong, which the reference of errors explains.',
      unit: units.Short,
      stacked: true,
      queries: { expr: `60 * ${rate('llmRequests', { by: ['outcome'] })}`, legend: '{{outcome}}' },
    }),
    series({
      title: 'Requests that wait or are under way',
      description: 'By model. Waiting ones that stay: more agents ask than the model serves.',
      unit: units.Short,
      queries: { expr: `sum by (model, state) (${NAMES.llmCalls})`, legend: '{{model}} {{state}}' },
    }),
    series({
      title: 'Room under the limits of providers',
      description: 'Share left by model and kind of limit, as the provider said last.',
      unit: units.PercentUnit,
      max: 1,
      queries: {
        expr: `min by (model, kind) (${NAMES.llmHeadroom})`,
        legend: '{{model}} {{kind}}',
      },
      limits: lowIsBad({ bad: MARKS.headroom.bad }),
    }),
    series({
      title: 'Breakers',
      description: '0 asked, 1 tried with one request, 2 left alone for a while.',
      unit: units.Short,
      max: 2,
      queries: {
        // One that was never opened has not said so.
        expr: `max by (model) (${NAMES.llmBreaker}) or max by (model) (${NAMES.llmCalls}) * 0`,
        legend: '{{model}}',
      },
      limits: highIsBad({ warn: 1, bad: 2 }),
      lines: false,
    }),
    series({
      title: 'Answers that do not fit, texts that were cut',
      description:
        'Answers beside their schema and requests that seem read only in part, of the hour before. Either makes records worse: another model or a larger context.',
      unit: units.Short,
      queries: [
        { expr: orZero(increase('llmSchemaInvalid', { over: '1h' })), legend: 'do not fit' },
        { expr: orZero(increase('llmTruncated', { over: '1h' })), legend: 'cut' },
      ],
      limits: NONE_WISHED,
      lines: false,
    }),
    bars({
      title: 'What became of the values models gave',
      description:
        'Of the time shown, by model: only values whose quote stands in the text are taken.',
      unit: units.Short,
      decimals: 0,
      queries: {
        expr: `sort_desc(${increase('modelValues', { by: ['model', 'outcome'] })})`,
        legend: '{{model}} {{outcome}}',
      },
    }),
    series({
      title: 'Time to load a model',
      description:
        'p95 of the hour before; loading again and again means that the provider has too little memory for its models.',
      unit: units.Seconds,
      queries: quantiles([0.95], 'llmLoadSeconds', { by: ['model'], over: '1h' }).map(
        ({ expr }) => ({ expr: orNone(expr, 'model'), legend: '{{model}}' }),
      ),
    }),
    series({
      title: 'Input that was in the cache of the provider',
      description:
        'Share of the input that cost a tenth, of the hour before. Falls to nothing after a deploy: the beginning of the prompts is no longer the same.',
      unit: units.PercentUnit,
      max: 1,
      queries: {
        expr: orNone(
          shareBy(
            increase('llmTokens', { where: 'kind="cache_read"', by: ['model'], over: '1h' }),
            increase('llmTokens', { where: 'kind!="output"', by: ['model'], over: '1h' }),
          ),
          'model',
        ),
        legend: '{{model}}',
      },
    }),
  ],
}
