import type { CollectionSettings } from '@colophon/domain'

type ReachSetting = CollectionSettings['reach']

interface ReachProps {
  reach: ReachSetting
  onReach: (reach: ReachSetting) => void
}

const CHOICES: readonly (readonly [ReachSetting, string])[] = [
  ['cloud', 'Whatever each job and document says'],
  ['rules', 'Rules only: no model sees a text'],
  ['local', 'Rules, and models of our own machines'],
]

/** How far the texts of the collection may go. */
export function ReachChoice({ reach, onReach }: ReachProps) {
  const chosen = reach ?? 'cloud'
  return (
    <div className="setting" role="radiogroup" aria-labelledby="reach">
      <h3 id="reach">What may see the texts</h3>
      <p className="hint">
        A narrower choice holds from the next run of each document on. A wider one holds for what is
        submitted from then on: documents that are here already go no further than before.
      </p>
      {CHOICES.map(([value, words]) => (
        <label key={words}>
          <input
            type="radio"
            name="reach"
            checked={chosen === value}
            onChange={() => {
              onReach(value)
            }}
          />{' '}
          {words}
        </label>
      ))}
    </div>
  )
}
