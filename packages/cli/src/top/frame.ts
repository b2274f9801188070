import type { SystemStatus } from '@colophon/domain'
import { formatCount, formatDuration } from '../terminal/format.ts'
import { formatTable } from '../terminal/table.ts'

export interface FrameOptions {
  /** Where the figures are from, in words. */
  source: string
  /** Most characters of a line. @default no limit */
  width?: number | undefined
  /** @default false */
  colours?: boolean
}

const BOLD = '1'
const RED = '31'
const YELLOW = '33'

type Paint = (text: string, code: string) => string

const painter =
  (colours: boolean): Paint =>
  (text, code) =>
    colours ? `\u001b[${code}m${text}\u001b[0m` : text

const known = (count: number | null): string => (count === null ? '-' : formatCount(count))
const seconds = (value: number | null): string =>
  value === null ? '-' : formatDuration(value * 1_000)
const share = (value: number | null): string =>
  value === null ? '-' : `${Math.round(value * 100)} %`
const dollars = (usd: string): string => `$${Number(usd).toFixed(2)}`

const age = (iso: string | null, at: string): string =>
  iso === null ? '-' : formatDuration(Date.parse(at) - Date.parse(iso))

const answers = (available: boolean | null): string =>
  available === null ? '-' : available ? 'answers' : 'DOWN'

/** What waits, who works, what it costs. */
function summary({ queue, workers, money, review, at, ...status }: SystemStatus): string[][] {
  const { ended } = queue
  const hands =
    workers.capacity === null
      ? `${known(workers.connected)} connected`
      : `${known(workers.documents)} of ${known(workers.capacity)} documents`
  const done =
    ended === null
      ? '-'
      : `${ended.auto_approved} approved, ${ended.review} to people, ${ended.failed} failed in the hour`
  return [
    [
      'queue',
      `${queue.queued} wait, ${queue.processing} in work, oldest ${age(queue.oldest_due_at, at)}`,
    ],
    ['done', done],
    ['workers', hands],
    [
      'review',
      `${review.pending} wait, ${review.in_progress} begun, oldest ${age(review.oldest_at, at)}`,
    ],
    ...money.map(({ scope, spent_usd: spent, reserved_usd: reserved, limit_usd: limit }) => [
      scope,
      `${dollars(spent)} spent, ${dollars(reserved)} held back, of ${dollars(limit)}`,
    ]),
    ['backup', status.backup.last_at === null ? '-' : `${age(status.backup.last_at, at)} ago`],
  ]
}

const agentRows = ({ agents }: SystemStatus): string[][] =>
  agents.map(({ agent, available, documents, failed, mean_seconds: mean }) => [
    ...[agent, answers(available), known(documents), known(failed), seconds(mean)],
  ])

const modelRows = ({ models }: SystemStatus): string[][] =>
  models.map((model) => [
    `${model.provider} ${model.model}`,
    model.present === false ? 'MISSING' : (model.breaker ?? '-'),
    ...[known(model.requests), known(model.failed), seconds(model.mean_seconds)],
    ...[known(model.waiting), share(model.headroom)],
  ])

const AGENTS = ['agent', 'now', 'documents', 'failed', 'for one']
const MODELS = ['model', 'breaker', 'calls', 'failed', 'for one', 'waiting', 'limit left']
const NUMBERS = ['left', 'left', 'right', 'right', 'right', 'right', 'right'] as const

const tableLines = (rows: string[][], align?: typeof NUMBERS): string[] =>
  formatTable(rows, { align, maxCellWidth: 100 }).trimEnd().split('\n')

function alertLines({ alerts, judged, at }: SystemStatus, paint: Paint): string[] {
  if (judged === 0) return ['alerts   judged by a running server alone']
  if (alerts.length === 0) return [`alerts   none of ${judged}`]
  return alerts.flatMap(({ state, severity, name, summary: text, since, runbook }) => {
    const word = state === 'pending' ? 'begins' : severity === 'page' ? 'NOW   ' : 'ticket'
    const code = state === 'pending' ? '0' : severity === 'page' ? RED : YELLOW
    return [
      paint(`${word}  ${text}, since ${age(since, at)}`, code),
      `        ${name}: docs/${runbook}`,
    ]
  })
}

// eslint-disable-next-line no-control-regex -- what colours are switched by
const PAINTED = /(\u001b\[\d+m)/

/** A line that wraps could not be drawn over: what is too long is cut. Colours take no room. */
function cut(line: string, width: number): string {
  let left = width
  return line
    .split(PAINTED)
    .map((part) => {
      if (PAINTED.test(part)) return part
      const shown = part.slice(0, left)
      left -= shown.length
      return shown
    })
    .join('')
}

/** The status as lines of a terminal: what is wrong stands first. */
export function frameOf(
  status: SystemStatus,
  { source, width = Infinity, colours = false }: FrameOptions,
): string[] {
  const paint = painter(colours)
  const head = `Colophon ${status.version}  ${status.at.slice(11, 19)} UTC  ${source}`
  const [agents, models] = [agentRows(status), modelRows(status)]
  const lines = [
    paint(head, BOLD),
    '',
    ...alertLines(status, paint),
    '',
    ...tableLines(summary(status)),
    ...(agents.length === 0 ? [] : ['', ...tableLines([AGENTS, ...agents], NUMBERS)]),
    ...(models.length === 0 ? [] : ['', ...tableLines([MODELS, ...models], NUMBERS)]),
  ]
  return lines.map((line) => cut(line, width))
}
