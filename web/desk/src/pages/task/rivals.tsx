import type { Field } from '../../behaviour/field-list.ts'
import { valueInWords } from '../../behaviour/words.ts'
import { SourceChip, Sureness } from '../../parts/mark.tsx'
import { useTaskState } from './context.ts'

/** What else was proposed, to be chosen by its number. */
export function Rivals({ field }: { field: Field }) {
  const { decide, profile, readOnly, show } = useTaskState()
  if (field.rivals.length === 0) return null
  return (
    <section className="rivals" aria-label="Other proposals">
      {field.rivals.map(({ value, provenance }, at) => {
        const { evidence, source, confidence } = provenance
        return (
          <button
            key={at}
            disabled={readOnly}
            onMouseEnter={() => {
              if (evidence !== null) show(evidence)
            }}
            onClick={() => {
              decide({ action: 'choose', path: field.path, rival: at }, field)
            }}
          >
            <kbd>{at + 1}</kbd> <span dir="auto">{valueInWords(value)}</span>{' '}
            <SourceChip source={source} />{' '}
            <Sureness confidence={confidence} enough={profile.confidence} />
          </button>
        )
      })}
    </section>
  )
}
