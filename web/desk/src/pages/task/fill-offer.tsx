import type { Field } from '../../behaviour/field-list.ts'
import { keyInWords } from '../../behaviour/keys.ts'
import { wordsOf } from '../../behaviour/spans.ts'
import { shortened } from '../../behaviour/words.ts'
import { keyMap } from '../../parts/use-keys.ts'
import { useTaskState } from './context.ts'

/** While words are selected: offers to fill the field in focus with them. */
export function FillOffer({
  field,
  onFill,
}: {
  field: Field | undefined
  onFill: (field: Field) => void
}) {
  const { selected, view, readOnly } = useTaskState()
  if (selected === null || field === undefined || readOnly) return null
  const words = shortened(wordsOf(view.document.source.text, selected), 60)
  return (
    <div className="fill-offer" role="status">
      <button
        className="main"
        // The selection is what this is about: a press must not take it away.
        onMouseDown={(event) => {
          event.preventDefault()
        }}
        onClick={() => {
          onFill(field)
        }}
      >
        Fill {field.label} with “{words}” <kbd>{keyInWords(keyMap().fill)}</kbd>
      </button>
    </div>
  )
}
