import { isDecided, standingInWords, type Field } from '../../behaviour/field-list.ts'
import { shortened, valueInWords } from '../../behaviour/words.ts'
import { Sureness } from '../../parts/mark.tsx'
import { useTaskState } from './context.ts'

/** A field that is not in focus: one line. */
export function FieldLine({ field }: { field: Field }) {
  const { setFocus, profile } = useTaskState()
  const { label, value, standing, open, provenance } = field
  const decided = isDecided(standing)
  return (
    <button
      className={open ? 'field-line asks' : decided ? 'field-line decided' : 'field-line'}
      onClick={() => {
        setFocus(field.path)
      }}
    >
      <span className="label">{label}</span>
      <span className="value" dir="auto">
        {shortened(valueInWords(value), 160)}
      </span>
      {decided ? (
        <span className="standing">✓ {standingInWords(standing)}</span>
      ) : (
        <Sureness
          confidence={value === undefined ? undefined : provenance?.confidence}
          enough={profile.confidence}
        />
      )}
    </button>
  )
}
