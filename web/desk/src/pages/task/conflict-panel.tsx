import { useState } from 'react'
import type { FieldDecision, ReviewConflict } from '@colophon/domain'
import { useQueryClient } from '@tanstack/react-query'
import { doneInWords } from '../../behaviour/decide.ts'
import type { Field } from '../../behaviour/field-list.ts'
import { differences, type Difference } from '../../behaviour/pending.ts'
import type { Saver } from '../../behaviour/saver.ts'
import { capital, sourceInWords, spaced, valueInWords } from '../../behaviour/words.ts'

export interface ConflictPanelProps {
  conflict: ReviewConflict
  saver: Saver
  fields: readonly Field[]
}

const valueOf = (to: unknown): unknown =>
  typeof to === 'object' && to !== null && 'value' in to ? to.value : to

const theirsInWords = ({ theirs }: Difference): string => {
  const last = theirs.at(-1)
  if (last === undefined) return 'nobody changed this'
  const who = sourceInWords(last.actor)
  const what = spaced(last.action.replace(/^.*\./, ''))
  const value = valueOf(last.to)
  return `${who}: ${what}${value === null || value === undefined ? '' : ` ${valueInWords(value)}`}`
}

/** Somebody else decided on the same meanwhile: both sides, and a choice for each field. */
export function ConflictPanel({ conflict, saver, fields }: ConflictPanelProps) {
  const client = useQueryClient()
  const all = differences(conflict)
  const [dropped, setDropped] = useState<ReadonlySet<FieldDecision>>(new Set())
  const labelOf = (path: string): string =>
    fields.find((field) => path === field.path || path.startsWith(`${field.path}.`))?.label ??
    capital(spaced(path))
  const choose = (decision: FieldDecision, keep: boolean): void => {
    const next = new Set(dropped)
    if (keep) next.delete(decision)
    else next.add(decision)
    setDropped(next)
  }
  const settle = async (): Promise<void> => {
    const mine = conflict.yours.filter((decision) => !dropped.has(decision))
    await client.invalidateQueries({ queryKey: ['task'] })
    saver.settle(mine, conflict.theirs.revision)
  }
  return (
    <section className="banner conflict" role="alert" aria-label="Two people decided">
      <p>
        Somebody else decided on this document while you did. Yours is kept; choose what is to
        stand.
      </p>
      <ul>
        {all.map((difference) => (
          <li key={`${difference.path} ${difference.yours.action}`}>
            <b>{labelOf(difference.path)}</b>
            <label>
              <input
                type="radio"
                name={difference.path}
                checked={!dropped.has(difference.yours)}
                onChange={() => {
                  choose(difference.yours, true)
                }}
              />{' '}
              Yours: {doneInWords(difference.yours, labelOf(difference.path))}
            </label>
            <label>
              <input
                type="radio"
                name={difference.path}
                checked={dropped.has(difference.yours)}
                onChange={() => {
                  choose(difference.yours, false)
                }}
              />{' '}
              Theirs: {theirsInWords(difference)}
            </label>
          </li>
        ))}
      </ul>
      <button className="main" onClick={() => void settle()}>
        Go on with these
      </button>
    </section>
  )
}
