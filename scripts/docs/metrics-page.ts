import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { METRIC_PREFIX, METRICS, RECORDERS, type MetricSpec } from '@colophon/runtime'
import { code, codes, page, table } from './markdown.ts'
import { OLDER_NAMES } from './older-metric-names.ts'

const nameOf = ({ name }: Pick<MetricSpec, 'name'>): string => code(METRIC_PREFIX + name)

function rowOf(spec: MetricSpec): string[] {
  const { type, labels, maxChildren, buckets, help, by } = spec
  return [
    nameOf(spec),
    type,
    labels.length === 0 ? '' : `${codes(labels)} (at most ${maxChildren})`,
    buckets === undefined ? help : `${help}. Buckets: ${buckets.join(', ')}`,
    RECORDERS[by],
  ]
}

/** Declared for dashboards to come, but nothing measures them. */
function unmeasured(root: string): string[] {
  const files = globSync('{packages,services}/*/src/**/*.ts', { cwd: root })
  const sources = files.map((file) => readFileSync(join(root, file), 'utf8'))
  return Object.entries(METRICS)
    .filter(
      ([key]) =>
        !sources.some((source) =>
          new RegExp(`\\.${key}\\.(?:inc|set|observe|mirror|add)\\(`).test(source),
        ),
    )
    .map(([, spec]) => nameOf(spec))
}

function unmeasuredPart(root: string): string[] {
  const names = unmeasured(root)
  return names.length === 0 ? [] : [`Declared, but measured by nothing yet: ${names.join(', ')}.`]
}

export const metricsPage = (root: string): string =>
  page('Metrics', '`packages/runtime/src/metric-table.ts`', [
    'Every process shows them at `/metrics`, with `process_*` and `nodejs_*` beside them; APIs that ask for tokens show them to ' +
      'operators and to who has the `METRICS_TOKEN`. A gauge whose source does not answer is not shown. Label combinations ' +
      'beyond the number given are counted under `other`. No label holds a job, a document, a user or the text of an error.',
    table(
      ['metric', 'type', 'labels', 'what it measures', 'recorded by'],
      Object.values(METRICS).map(rowOf),
    ),
    ...unmeasuredPart(root),
    '## Older names',
    'Dashboards written against the `enrichment_*` names of earlier systems find the same measurements here:',
    table(
      ['older name', 'now', 'note'],
      OLDER_NAMES.map(({ name, now, note }) => [
        codes(name.split(', ')),
        now === null ? 'none' : nameOf(METRICS[now]),
        note,
      ]),
    ),
  ])
