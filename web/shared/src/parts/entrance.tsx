import { useState, type ReactNode } from 'react'
import type { Me } from '@colophon/domain'
import { ApiError } from '../client.ts'
import { useMe } from '../session.ts'
import { ErrorView, Waiting } from './state-view.tsx'
import { TokenForm, WhoDialog } from './who-dialog.tsx'

const ASKED = 'colophon.asked-who'

/** Lets a person in, then shows what it holds to whom it let in. */
export function Entrance({ what, asksName = false, children }: EntranceProps) {
  const me = useMe()
  const [asking, setAsking] = useState(() => localStorage.getItem(ASKED) === null)
  if (me.error instanceof ApiError && me.error.status === 401) return <TokenForm />
  if (me.error !== null)
    return (
      <main className="entrance">
        <ErrorView error={me.error} retry={() => void me.refetch()} />
      </main>
    )
  if (me.data === undefined) return <Waiting what={what} />
  const unnamed = me.data.local && me.data.sub === 'local'
  return (
    <>
      {children(me.data)}
      {asksName ? (
        <WhoDialog
          open={unnamed && asking}
          name={me.data.sub}
          onOpenChange={(open) => {
            localStorage.setItem(ASKED, 'yes')
            setAsking(open)
          }}
        />
      ) : null}
    </>
  )
}
interface EntranceProps {
  /** What is waited for, in words. */
  what: string
  /** Whether a name is asked for where nobody asks for tokens: it stands in histories. @default false */
  asksName?: boolean
  children: (me: Me) => ReactNode
}
