import { useEffect, useState } from 'react'
import type { SystemStatus } from '@colophon/domain'
import { UnreachableError } from '@colophon/web-shared'
import { agoInWords } from '@colophon/web-shared/time'
import { Alerts } from './alerts.tsx'
import { Instruments } from './instruments.tsx'
import { Tables } from './tables.tsx'
import { standingInWords } from './words.ts'

export interface StatusPageProps {
  status: SystemStatus
  /** Why there is nothing newer. */
  error: Error | null
  /** Milliseconds since the epoch. */
  readAt: number
  again: () => void
}

/** How a deployment does: what is wrong first, then what waits, who works, what it costs, and where to look on. */
export function StatusPage({ status, error, readAt, again }: StatusPageProps) {
  return (
    <main className="page sheet full status">
      <header>
        <h1>{standingInWords(status)}</h1>
        <Freshness {...{ error, readAt, again }} />
      </header>
      <Alerts status={status} />
      <Instruments status={status} />
      <Tables status={status} />
      <Links status={status} />
    </main>
  )
}

const TICK_MS = 1_000

/** How old what is shown is, and what keeps it from being newer. */
function Freshness({ error, readAt, again }: Omit<StatusPageProps, 'status'>) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now())
    }, TICK_MS)
    return () => {
      clearInterval(timer)
    }
  }, [])
  const age = agoInWords(readAt, Math.max(now, readAt))
  if (error === null) return <p className="hint">Read {age}; looks again by itself</p>
  const why = error instanceof UnreachableError ? 'The server does not answer' : error.message
  return (
    <p className="away" role="alert">
      <span className="fault">■ {why}.</span> What stands here was read {age}.{' '}
      <button onClick={again}>Look again</button>
    </p>
  )
}

function Links({
  status: { links, started_at: startedAt, version, ...status },
}: {
  status: SystemStatus
}) {
  const elsewhere = links.filter(({ name }) => name !== 'Status')
  return (
    <section aria-labelledby="elsewhere">
      <h2 id="elsewhere">Elsewhere</h2>
      <ul className="links">
        {elsewhere.map(({ name, href }) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
        <li>
          <a href="/metrics">Metrics</a>
        </li>
      </ul>
      <p className="hint">
        Colophon {version}
        {status.one_process ? ', all in one process' : ', the coordinator’s view'}
        {startedAt === null
          ? ''
          : `, running since ${startedAt.slice(0, 16).replace('T', ' ')} UTC`}
        . The same in a terminal: <code>colophon top</code>
      </p>
    </section>
  )
}
