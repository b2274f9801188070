import type { MonthReport, SpendRow } from '@colophon/domain'
import { asHtml as text } from '@colophon/runtime/http'

const count = (value: number): string => value.toLocaleString('en')
const usd = (amount: string): string => `$${amount}`

const STYLE = `body{font:14px/1.4 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1d1c1a}
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}th,td{padding:.3rem .5rem;border-bottom:1px solid #ddd;text-align:left}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}h2{margin:1.5rem 0 .3rem;font-size:1.1rem}
section{break-inside:avoid}@media print{body{margin:0;max-width:none}}`

type Cell = readonly [value: string, isNumber?: boolean]

const row = (cells: readonly Cell[], tag: 'td' | 'th' = 'td'): string =>
  `<tr>${cells.map(([value, isNumber]) => `<${tag}${isNumber === true ? ' class="n"' : ''}>${text(value)}</${tag}>`).join('')}</tr>`

const table = (title: string, head: readonly Cell[], rows: readonly (readonly Cell[])[]): string =>
  rows.length === 0
    ? ''
    : `<section><h2>${text(title)}</h2><table><thead>${row(head, 'th')}</thead><tbody>${rows.map((cells) => row(cells)).join('')}</tbody></table></section>`

const groups = (title: string, name: string, rows: readonly SpendRow[]): string =>
  table(
    title,
    [[name], ['calls', true], ['cost', true]],
    rows.map(({ key, calls, cost_usd }) => [
      [key[name] ?? 'none'],
      [count(calls), true],
      [usd(cost_usd), true],
    ]),
  )

/** A month as one file that needs nothing else: read in a browser, printed, kept. Every value is text, never markup. */
export function monthPage(report: MonthReport): string {
  const { month, tenant, from, to, found } = report
  const title = `Costs of ${month}, ${tenant}`
  const totals: [string, string][] = [
    ['Spent', usd(report.cost_usd)],
    ['Limit of the month', usd(report.limit_usd)],
    ['Of it charged at bounds, since answers were lost', usd(report.unsettled_usd)],
    ['Calls', count(report.calls)],
    ['Calls without a price', count(report.unpriced_calls)],
    ['Not spent, by the reckoning below', usd(found.saved_usd)],
  ]
  const sections = [
    table(
      'In all',
      [['what'], ['figure', true]],
      totals.map(([what, figure]) => [[what], [figure, true]]),
    ),
    groups('By model', 'model', report.by_model),
    groups('By agent', 'agent', report.by_agent),
    groups('By collection', 'collection', report.by_collection),
    groups('By job', 'job', report.by_job),
    table(
      'Day by day (UTC)',
      [['day'], ['cost', true]],
      report.days.map(({ day, cost_usd }) => [[day], [usd(cost_usd), true]]),
    ),
    table(
      'What to do',
      [['what'], ['about', true]],
      found.opportunities.map(({ says, amount_usd }) => [[says], [usd(amount_usd), true]]),
    ),
    table(
      'Not spent; part of no cost',
      [['how'], ['agent'], ['runs', true], ['not spent', true], ['reckoned with']],
      found.savings.map(({ kind, agent, calls, amount_usd, basis }) => [
        ...([[kind.replaceAll('_', ' ')], [agent]] as const),
        ...([
          [count(calls), true],
          [usd(amount_usd), true],
        ] as const),
        [basis],
      ]),
    ),
  ]
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${text(title)}</title><style>${STYLE}</style></head><body><h1>${text(title)}</h1><p>${from} to ${to}, UTC. Made ${text(report.made_at)}.</p>${sections.join('')}</body></html>\n`
}
