import type { Field } from '../../behaviour/field-list.ts'
import { keyInWords, type Action } from '../../behaviour/keys.ts'
import { keyMap } from '../../parts/use-keys.ts'
import { useTaskState } from './context.ts'
import { decisionFor, type FieldAction } from './field-decisions.ts'

const ACTIONS: readonly (readonly [FieldAction, string])[] = [
  ['accept', 'Accept'],
  ['edit', 'Correct'],
  ['reject', 'Reject'],
  ['not-there', 'Not in document'],
  ['illegible', 'Illegible'],
  ['uncertain', 'Uncertain'],
]

/** One button an action, with its key beside it. */
export function FieldActions({ field }: { field: Field }) {
  const { decide, setEditing, selected } = useTaskState()
  const map = keyMap()
  const act = (action: FieldAction): void => {
    if (action === 'edit') setEditing(true)
    else {
      const decision = decisionFor(action, field, selected)
      if (decision !== null) decide(decision, field)
    }
  }
  return (
    <div className="field-actions">
      {ACTIONS.map(([action, words]) => (
        <button
          key={action}
          disabled={action !== 'edit' && decisionFor(action, field, null) === null}
          onClick={() => {
            act(action)
          }}
        >
          <kbd>{keyInWords(map[action as Action])}</kbd> {words}
        </button>
      ))}
    </div>
  )
}
