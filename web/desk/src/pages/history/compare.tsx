import { useMemo, useState } from 'react'
import type { ProfileForm, RecordVersion, TaskView } from '@colophon/domain'
import { ErrorView, isCode, StateView, Waiting } from '@colophon/web-shared'
import { useVersion } from '../../api/history.ts'
import { compared, excerptOf, type Difference, type Side } from '../../behaviour/compare.ts'
import { dayInWords, momentInWords } from '@colophon/web-shared/time'
import { counted } from '../../behaviour/words.ts'
import { SourceChip } from '../../parts/mark.tsx'
import { RestoreButton } from './restore.tsx'

export interface CompareProps {
  id: string
  older: number | undefined
  newer: number
  view: TaskView
  profile: ProfileForm
}

/** Two versions side by side, field by field. */
export function Compare({ id, older, newer, view, profile }: CompareProps) {
  const before = useVersion(id, older)
  const after = useVersion(id, newer)
  const error = after.error ?? before.error
  if (error !== null) {
    if (isCode(error, 'review.version_not_found'))
      return (
        <StateView title="This version was not kept">
          Choose another one at the left: the record as it is now is always there.
        </StateView>
      )
    const retry = (): void => {
      void Promise.all([before.refetch(), after.refetch()])
    }
    return <ErrorView error={error} retry={retry} />
  }
  if (after.data === undefined || (older !== undefined && before.data === undefined))
    return <Waiting what="the versions" />
  return <Versions older={before.data} newer={after.data} id={id} view={view} profile={profile} />
}

interface VersionsProps {
  id: string
  older: RecordVersion | undefined
  newer: RecordVersion
  view: TaskView
  profile: ProfileForm
}

const EMPTY = { enriched_data: {}, provenance: {} }

function Versions({ id, older, newer, view, profile }: VersionsProps) {
  const [all, setAll] = useState(older === undefined)
  // Of long texts it takes a while.
  const rows = useMemo(
    () => compared(older ?? EMPTY, newer, profile.fields),
    [older, newer, profile],
  )
  const differing = rows.filter(({ differs }) => differs)
  const shown = all ? rows : differing
  return (
    <section className="compare" aria-label="Two versions side by side" tabIndex={0}>
      <header>
        <p>
          {older === undefined
            ? `The first version: ${counted(rows.length, 'field')}`
            : differing.length === 0
              ? 'The record is the same in both versions'
              : counted(differing.length, 'field differs', 'fields differ')}
        </p>
        <label>
          <input
            type="checkbox"
            checked={all}
            onChange={({ target }) => {
              setAll(target.checked)
            }}
          />{' '}
          Also what is the same
        </label>
      </header>
      <table className="table diff">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <Heading version={older} id={id} view={view} />
            <Heading version={newer} id={id} view={view} />
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row key={row.path} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface HeadingProps {
  version: RecordVersion | undefined
  id: string
  view: TaskView
}

/** Which version it is, and the way back to it where it is not the record as it is now. */
function Heading({ version, id, view }: HeadingProps) {
  if (version === undefined) return <th scope="col">Before</th>
  const { revision, at } = version
  return (
    <th scope="col">
      Version {revision} <span title={momentInWords(at)}>of {dayInWords(at)}</span>{' '}
      {revision === view.document.revision ? (
        '(now)'
      ) : (
        <RestoreButton id={id} to={revision} view={view} />
      )}
    </th>
  )
}

function Row({ row: { label, older, newer, differs } }: { row: Difference }) {
  return (
    <tr className={differs ? 'differs' : undefined}>
      <th scope="row">{label}</th>
      <td dir="auto">
        <Value side={older} marked={differs} />
      </td>
      <td dir="auto">
        <Value side={newer} marked={differs} />
      </td>
    </tr>
  )
}

/** A text with its difference marked, by a line under it too. What has nothing in common needs no marks. */
function Value({ side, marked }: { side: Side | null; marked: boolean }) {
  if (side === null) return <span className="hint">nothing</span>
  const { before, changed, after, left } = excerptOf(side)
  const { source } = side
  return (
    <>
      <span className="words">
        {before}
        {marked && changed !== '' && before + after !== '' ? <mark>{changed}</mark> : changed}
        {after}
      </span>{' '}
      {left === 0 ? null : (
        <span className="hint">{counted(left, 'more character')} not shown </span>
      )}
      {source === undefined ? null : <SourceChip source={source} />}
    </>
  )
}
