import { lineNumberAt } from '../../behaviour/source-text.ts'
import { shortened } from '../../behaviour/words.ts'
import type { Field } from '../../behaviour/field-list.ts'
import { useTaskState } from './context.ts'
import { Supports } from './supports.tsx'

/** The words that support a value, or that there are none. */
export function Quote({ provenance }: { provenance: Field['provenance'] }) {
  const { lines, show, profile } = useTaskState()
  if (provenance === undefined || provenance.source === 'input') return null
  const { evidence, reason } = provenance
  if (evidence === null || evidence.match === 'none') {
    return (
      <p className="quote none">
        {reason === undefined
          ? `No words of the ${profile.unit.one} support this.`
          : `Not written in the ${profile.unit.one}: ${reason}.`}
      </p>
    )
  }
  return (
    <>
      <p className="quote">
        <button
          onClick={() => {
            show(evidence)
          }}
        >
          <q dir="auto">{shortened(evidence.quote, 200)}</q>{' '}
          <span className="hint">line {lineNumberAt(lines, evidence.start)}</span>
        </button>
        {reason === undefined ? null : <span className="hint"> {reason}</span>}
      </p>
      <Supports supports={provenance.supports ?? []} />
    </>
  )
}
