import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { ApiError, UnreachableError } from '../client.ts'

/** A page, or a part of one, that has nothing to show: one sentence and what to do. */
export function StateView({ title, children, action }: StateViewProps) {
  return (
    <div className="state" role="status">
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
      {action}
    </div>
  )
}
interface StateViewProps {
  title: string
  children?: ReactNode
  action?: ReactNode
}

/** What went wrong, what it means, what to do. */
export function ErrorView({ error, retry }: { error: unknown; retry?: () => void }) {
  const away = error instanceof UnreachableError
  const title = away ? 'The server is away' : 'This could not be shown'
  const fix = error instanceof ApiError ? error.fix : ''
  const text = away
    ? 'What you typed stays in this browser. The page goes on by itself when the server is back.'
    : `${(error as Error).message} ${fix}`
  const button = <button onClick={retry}>Try again</button>
  return (
    <StateView title={title} action={retry === undefined ? undefined : button}>
      {text}
    </StateView>
  )
}

const PATIENCE_MS = 300

/** Nothing at first: what comes at once needs no sign of waiting. */
export function Waiting({ what }: { what: string }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true)
    }, PATIENCE_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [])
  return late ? (
    <div className="skeleton" role="status" aria-label={`Loading ${what}`}>
      <i />
      <i />
      <i />
    </div>
  ) : null
}
