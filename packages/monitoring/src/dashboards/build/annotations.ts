import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard'
import { DATASOURCE } from './panel.ts'
import { NAMES } from './queries.ts'

interface Mark {
  name: string
  color: string
  expr: string
  title: string
  text: string
}

const mark = ({ name, color, expr, title, text }: Mark): AnnotationQueryBuilder =>
  new AnnotationQueryBuilder()
    .name(name)
    .datasource(DATASOURCE)
    .enable(true)
    .iconColor(color)
    .expr(expr)
    .titleFormat(title)
    .textFormat(text)
    .step('60s')

/** A process that could not be asked for some minutes is no deploy. */
const BEFORE = `max by (version) (max_over_time(${NAMES.buildInfo}[15m] offset 5m))`

/** Seen for some minutes after it was crossed, which Grafana draws as one mark. */
const crossed = (share: number): string => {
  const spent = (offset: string): string =>
    `max by (scope) (${NAMES.budgetSpent}${offset}) >= ${share} * max by (scope) (${NAMES.budgetLimit}${offset})`
  return `(${spent('')}) unless (${spent(' offset 5m')})`
}

/** Those of day and month at 80 and 100 % have marks of their own. */
const NEW_THRESHOLDS = ((): string => {
  const told = (where: string, offset: string): string =>
    `sum by (scope, threshold) (${NAMES.budgetThresholds}${where}${offset})`
  const grown = `(${told('', '')} > ${told('', ' offset 5m')} or ${told('', '')} unless ${told('', ' offset 5m')})`
  return `${grown} unless ${told('{scope=~"day|month",threshold=~"80|100"}', '')}`
})()

/** Drawn over all panels: what people did, and what money did. */
export const ANNOTATIONS: readonly AnnotationQueryBuilder[] = [
  mark({
    name: 'Deploys',
    color: 'blue',
    expr: `max by (version) (${NAMES.buildInfo}) unless ${BEFORE}`,
    title: 'Deployed',
    text: 'version {{version}}',
  }),
  mark({
    name: 'Budget at 80 %',
    color: 'orange',
    expr: crossed(0.8),
    title: '80 % of the budget is spent',
    text: 'of the {{scope}}: the costly agents are left out from here on',
  }),
  mark({
    name: 'Budget spent',
    color: 'red',
    expr: crossed(1),
    title: 'The budget is spent',
    text: 'of the {{scope}}',
  }),
  mark({
    name: 'Budget thresholds',
    color: 'yellow',
    expr: NEW_THRESHOLDS,
    title: '{{threshold}} % of a budget is spent',
    text: 'of the scope {{scope}}',
  }),
]
