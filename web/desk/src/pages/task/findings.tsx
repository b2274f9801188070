import { useTaskState } from './context.ts'

/** What checks found that concerns a field, each in a sentence. */
export function Findings({ path }: { path: string }) {
  const { view, profile } = useTaskState()
  const failed = (view.document.quality_metrics?.checks ?? []).filter(
    (check) => !check.passed && check.paths.includes(path),
  )
  return failed.map(({ name, detail }) => {
    const rule = profile.checks.find((check) => check.name === name)?.description
    return (
      <p key={name} className="finding">
        <span aria-hidden="true">▲</span> {detail}.{' '}
        {rule === undefined ? null : <span className="hint">Rule: {rule}</span>}
      </p>
    )
  })
}
