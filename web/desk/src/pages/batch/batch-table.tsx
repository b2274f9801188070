import type { RefObject } from 'react'
import { Link } from 'wouter'
import type { FieldForm, ProfileForm } from '@colophon/domain'
import type { BatchRow } from '../../behaviour/batch.ts'
import { isDecided, standingInWords } from '../../behaviour/field-list.ts'
import { placeOfTask } from '../../behaviour/places.ts'
import { shortened, valueInWords } from '../../behaviour/words.ts'
import { Sureness } from '../../parts/mark.tsx'

export interface BatchTableProps {
  rows: readonly BatchRow[]
  profile: ProfileForm
  field: FieldForm
  selected: ReadonlySet<string>
  onSelect: (selected: ReadonlySet<string>) => void
  onMore: (() => void) | undefined
  list: RefObject<HTMLTableSectionElement | null>
}

/** A line a document: the value, how sure it is, and the words behind it. */
export function BatchTable(props: BatchTableProps) {
  const { rows, profile, field, selected, onSelect, onMore, list } = props
  const all = rows.length > 0 && rows.every(({ id }) => selected.has(id))
  const toggle = (id: string): void => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    onSelect(next)
  }
  return (
    <div className="batch-table" role="region" aria-label="Documents" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                aria-label="Select all that are shown"
                checked={all}
                onChange={() => {
                  onSelect(new Set(all ? [] : rows.map(({ id }) => id)))
                }}
              />
            </th>
            {['Document', field.label, 'How sure', 'In the words', 'State'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={list}>
          {rows.map((row) => (
            <Row
              key={row.id}
              {...{ row, profile, field }}
              selected={selected.has(row.id)}
              onToggle={toggle}
            />
          ))}
        </tbody>
      </table>
      {onMore === undefined ? null : (
        <p className="more">
          <button onClick={onMore}>Show more</button>
        </p>
      )}
    </div>
  )
}

interface RowProps extends Pick<BatchTableProps, 'profile' | 'field'> {
  row: BatchRow
  selected: boolean
  onToggle: (id: string) => void
}

function Row({ row, profile, field, selected, onToggle }: RowProps) {
  const { id, title, value, provenance, standing, asks, holder } = row
  const place = `${placeOfTask(id)}?${new URLSearchParams({ field: field.path }).toString()}`
  return (
    <tr className={selected ? 'selected' : undefined}>
      <td>
        <input
          type="checkbox"
          aria-label={`Select ${title}`}
          checked={selected}
          onChange={() => {
            onToggle(id)
          }}
        />
      </td>
      <th scope="row" dir="auto">
        <Link href={place}>{title}</Link>
      </th>
      <td dir="auto" className={asks ? 'needs' : undefined}>
        {shortened(valueInWords(value), 120)}
      </td>
      <td>
        <Sureness
          confidence={value === undefined ? undefined : provenance?.confidence}
          enough={profile.confidence}
        />
      </td>
      <td>
        <Words provenance={provenance} />
      </td>
      <td className={isDecided(standing) ? 'standing' : undefined}>
        {isDecided(standing) ? '✓ ' : ''}
        {standingInWords(standing)}
        {holder === null ? null : <span className="hint"> · {holder} works on it</span>}
      </td>
    </tr>
  )
}

function Words({ provenance }: Pick<BatchRow, 'provenance'>) {
  const evidence = provenance?.evidence
  if (evidence === undefined || evidence === null || evidence.match === 'none')
    return <span className="hint">none</span>
  return (
    <q dir="auto" title={evidence.quote}>
      {shortened(evidence.quote, 80)}
    </q>
  )
}
