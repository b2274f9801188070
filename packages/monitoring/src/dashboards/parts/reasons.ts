import * as units from '@grafana/grafana-foundation-sdk/units'
import { queueOf } from '../build/links.ts'
import { bars } from '../build/panels.ts'
import { increase } from '../build/queries.ts'

/** Why documents went to people in the time shown. */
export const reasons = (title: string) =>
  bars({
    title,
    description: 'Reasons of the time shown; a document counts under each of its reasons.',
    unit: units.Short,
    decimals: 0,
    width: 12,
    queries: {
      expr: `topk(12, ${increase('reviewTasks', { by: ['reason'] })})`,
      legend: '{{reason}}',
    },
    links: [queueOf('reason')],
  })
