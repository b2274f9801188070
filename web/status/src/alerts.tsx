import type { SystemStatus } from '@colophon/domain'
import { agoInWords, momentInWords } from '@colophon/web-shared/time'
import { markOf, type Alert } from './words.ts'

/** What is wrong, the most urgent first, with what to do. */
export function Alerts({ status: { alerts, at, judged, one_process: whole } }: AlertsProps) {
  const now = Date.parse(at)
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts">Alerts</h2>
      {alerts.length === 0 ? (
        <p className="settled">
          ● None of {judged} that{' '}
          {whole ? 'can be judged without Prometheus' : 'the coordinator can judge'}
        </p>
      ) : (
        <ul className="alerts">
          {alerts.map((alert, n) => (
            <AlertLine key={`${alert.name}${String(n)}`} alert={alert} now={now} />
          ))}
        </ul>
      )}
    </section>
  )
}
interface AlertsProps {
  status: SystemStatus
}

function AlertLine({ alert, now }: { alert: Alert; now: number }) {
  const { mark, word, tone } = markOf(alert)
  const { name, summary, description, since, runbook, runbook_url: url } = alert
  return (
    <li data-tone={tone}>
      <p>
        <span className={tone === 'broken' ? 'fault' : tone}>
          <span aria-hidden="true">{mark}</span> {word}
        </span>{' '}
        <strong>{summary}</strong>{' '}
        <span className="hint" title={momentInWords(since)}>
          since {agoInWords(Date.parse(since), now)}
        </span>
      </p>
      <p>{description}</p>
      <p className="hint">
        {name} · runbook: {url === null ? <code>docs/{runbook}</code> : <a href={url}>{name}</a>}
      </p>
    </li>
  )
}
