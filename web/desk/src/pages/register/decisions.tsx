import { useState } from 'react'
import type { PrecedentView } from '@colophon/domain'
import { ErrorView } from '@colophon/web-shared'
import { dayInWords, momentInWords } from '@colophon/web-shared/time'
import { undoOnNames, usePrecedents } from '../../api/register.ts'
import { decisionInWords, standingInWords } from '../../behaviour/register.ts'
import { sourceInWords } from '../../behaviour/words.ts'
import { DecideDialog } from './decide-dialog.tsx'

/** What people decided on the names of a collection, and the way back. */
export function Decisions({ collection }: { collection: string }) {
  const asked = usePrecedents(collection)
  const [undoing, setUndoing] = useState<PrecedentView>()
  const all = asked.data?.pages.flatMap((page) => page.precedents) ?? []
  const close = (): void => {
    setUndoing(undefined)
  }
  if (asked.error !== null && all.length === 0)
    return <ErrorView error={asked.error} retry={() => void asked.refetch()} />
  if (all.length === 0) return null
  return (
    <section className="decisions">
      <h2>Decided on names</h2>
      <ul>
        {all.map((one) => (
          <Decision
            key={one.precedent_id}
            one={one}
            onUndo={() => {
              setUndoing(one)
            }}
          />
        ))}
      </ul>
      {asked.hasNextPage ? (
        <p className="more">
          <button onClick={() => void asked.fetchNextPage()}>Show more</button>
        </p>
      ) : null}
      {undoing === undefined ? null : (
        <DecideDialog
          title={`Undo: ${decisionInWords(undoing.decision)}`}
          verb="Undo it"
          told={`Undone: ${decisionInWords(undoing.decision)}`}
          canBeUndone={false}
          send={(dryRun) => undoOnNames(collection, undoing.precedent_id, dryRun)}
          onClose={close}
          onDone={close}
        />
      )}
    </section>
  )
}

function Decision({ one, onUndo }: { one: PrecedentView; onUndo: () => void }) {
  const standing = standingInWords(one, new Date().toISOString())
  return (
    <li>
      <span dir="auto" className={one.undone === null ? undefined : 'gone'}>
        {decisionInWords(one.decision)}
      </span>{' '}
      <span className="hint" title={momentInWords(one.at)}>
        {sourceInWords(one.by)}, {dayInWords(one.at)}
        {standing === '' ? '' : ` · ${standing}`}
      </span>{' '}
      {one.undone === null ? <button onClick={onUndo}>Undo …</button> : null}
    </li>
  )
}
