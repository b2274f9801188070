import type { ReactNode } from 'react'
import type { SystemStatus } from '@colophon/domain'
import { Chart } from '@colophon/web-shared'
import { percent, usdInWords } from '@colophon/web-shared/money'
import { ageInWords, momentInWords } from '@colophon/web-shared/time'
import { bytesInWords, countInWords, drillInWords, usedOf } from './words.ts'

interface PartProps {
  status: SystemStatus
}

/** What waits, what is done, what it costs and what people have to do: figures, each with its last hour. */
export function Instruments({ status }: PartProps) {
  return (
    <div className="instruments">
      <Queue status={status} />
      <Work status={status} />
      <Money status={status} />
      <Review status={status} />
      <Kept status={status} />
    </div>
  )
}

function Instrument({ name, figures, children }: InstrumentProps) {
  const id = `of-${name.toLowerCase()}`
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <dl className="figures">
        {figures.map(([what, figure, title]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd title={title}>{figure}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  )
}
interface InstrumentProps {
  name: string
  figures: readonly (readonly [what: string, figure: ReactNode, title?: string | undefined])[]
  children?: ReactNode
}

const age = (iso: string | null, at: string): string =>
  iso === null ? '–' : ageInWords(iso, Date.parse(at))

function Queue({ status: { queue, series, at } }: PartProps) {
  const { queued, processing, oldest_due_at: oldest } = queue
  return (
    <Instrument
      name="Queue"
      figures={[
        ['wait', countInWords(queued)],
        ['in work', countInWords(processing)],
        ['the oldest waits', age(oldest, at), oldest === null ? undefined : momentInWords(oldest)],
      ]}
    >
      <Chart
        title="Documents"
        at={series.at}
        inWords={countInWords}
        lines={[
          { name: 'wait', values: series.queued, tone: 'needs' },
          { name: 'in work', values: series.processing },
        ]}
      />
    </Instrument>
  )
}

function Work({ status: { queue, workers, series } }: PartProps) {
  const { ended } = queue
  const hands =
    workers.capacity === null
      ? workers.connected === null
        ? '–'
        : `${workers.connected} connected`
      : `${workers.documents ?? 0} of ${workers.capacity}`
  return (
    <Instrument
      name="Work"
      figures={[
        ['in the workers’ hands', hands],
        ['approved in the hour', countInWords(ended?.auto_approved ?? null)],
        ['to people', countInWords(ended?.review ?? null)],
        ['failed', countInWords(ended?.failed ?? null)],
      ]}
    >
      <Chart
        title="A minute"
        at={series.at}
        inWords={countInWords}
        lines={[
          { name: 'ended', values: series.ended_per_minute, tone: 'settled' },
          { name: 'failed', values: series.failed_per_minute, tone: 'broken' },
          { name: 'model calls', values: series.model_calls_per_minute },
        ]}
      />
    </Instrument>
  )
}

const SCOPES = { day: 'Today', month: 'This month' } as const

function Money({ status: { money, series } }: PartProps) {
  return (
    <Instrument
      name="Money"
      figures={money.map((budget) => [
        SCOPES[budget.scope],
        <Budget key={budget.scope} budget={budget} />,
        `$${budget.spent_usd} spent, $${budget.reserved_usd} held back, of $${budget.limit_usd}; ${budget.period} UTC`,
      ])}
    >
      <Chart
        title="Spent today"
        at={series.at}
        inWords={usdInWords}
        lines={[{ name: 'spent', values: series.spent_day_usd }]}
      />
    </Instrument>
  )
}

const NEARLY = 0.8

function Budget({ budget }: { budget: SystemStatus['money'][number] }) {
  const used = usedOf(budget)
  return (
    <>
      {usdInWords(budget.spent_usd)}{' '}
      <span className={used >= 1 ? 'fault' : used > NEARLY ? 'needs' : 'hint'}>
        {percent(used)} of {usdInWords(budget.limit_usd)}
      </span>
    </>
  )
}

function Review({ status: { review, series, at } }: PartProps) {
  const { pending, in_progress: begun, oldest_at: oldest } = review
  return (
    <Instrument
      name="Review"
      figures={[
        ['wait for a person', countInWords(pending)],
        ['begun', countInWords(begun)],
        ['the oldest waits', age(oldest, at), oldest === null ? undefined : momentInWords(oldest)],
      ]}
    >
      <Chart
        title="Open tasks"
        at={series.at}
        inWords={countInWords}
        lines={[{ name: 'open', values: series.to_review, tone: 'needs' }]}
      />
    </Instrument>
  )
}

function Kept({ status: { store, backup, at } }: PartProps) {
  const free = store.free_ratio === null || store.free_ratio === 0 ? '–' : percent(store.free_ratio)
  return (
    <Instrument
      name="Store"
      figures={[
        ['size', bytesInWords(store.bytes)],
        ['free on its disk', free],
        ['last backup', backup.last_at === null ? 'none is known' : age(backup.last_at, at)],
        ['last restore drill', drillInWords(backup.drill_ok)],
      ]}
    />
  )
}
