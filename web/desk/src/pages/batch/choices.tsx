import type { ReactNode } from 'react'
import type { FieldForm, ProfileForm } from '@colophon/domain'
import { useCollectionIds } from '../../api/collections.ts'
import { choicesOf } from '../../behaviour/batch.ts'
import { capital } from '../../behaviour/words.ts'

export interface BatchChoicesProps {
  profiles: readonly ProfileForm[]
  profile: ProfileForm
  field: FieldForm | undefined
  query: Readonly<Record<string, string>>
  onChange: (name: string, value: string) => void
}

/** Which field of which documents. */
export function BatchChoices({ profiles, profile, field, query, onChange }: BatchChoicesProps) {
  const collections = useCollectionIds()
  return (
    <header className="batch-head">
      <h1>One field of many</h1>
      <div className="choices">
        {profiles.length < 2 ? null : (
          <Choice
            label="Of"
            value={profile.name}
            onChoose={(value) => {
              onChange('profile', value)
            }}
          >
            {profiles.map(({ name, unit }) => (
              <option key={name} value={name}>
                {capital(unit.many)}
              </option>
            ))}
          </Choice>
        )}
        <FieldChoice {...{ profile, field, onChange }} />
        <Choice
          label="In"
          value={query['collection_id'] ?? ''}
          onChoose={(value) => {
            onChange('collection_id', value)
          }}
        >
          <option value="">all collections</option>
          {collections.map((id) => (
            <option key={id}>{id}</option>
          ))}
        </Choice>
        <label>
          <input
            type="checkbox"
            checked={query['asks'] === 'yes'}
            onChange={({ target }) => {
              onChange('asks', target.checked ? 'yes' : '')
            }}
          />{' '}
          Only where it asks for you
        </label>
      </div>
    </header>
  )
}

function FieldChoice({
  profile,
  field,
  onChange,
}: Pick<BatchChoicesProps, 'profile' | 'field' | 'onChange'>) {
  const { columns, others } = choicesOf(profile)
  const groups = Map.groupBy(others, ({ section }) => section)
  return (
    <Choice
      label="Field"
      value={field?.path ?? ''}
      onChoose={(value) => {
        onChange('field', value)
      }}
    >
      <Options of={columns} label="In tables" />
      {[...groups].map(([section, of]) => (
        <Options key={section} of={of} label={section} />
      ))}
    </Choice>
  )
}

function Options({ of, label }: { of: readonly FieldForm[]; label: string }) {
  if (of.length === 0) return null
  return (
    <optgroup label={label}>
      {of.map(({ path, label: name }) => (
        <option key={path} value={path}>
          {name}
        </option>
      ))}
    </optgroup>
  )
}

interface ChoiceProps {
  label: string
  value: string
  onChoose: (value: string) => void
  children: ReactNode
}

function Choice({ label, value, onChoose, children }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <select
        value={value}
        onChange={({ target }) => {
          onChoose(target.value)
        }}
      >
        {children}
      </select>
    </label>
  )
}
