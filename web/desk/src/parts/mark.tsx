import { surenessOf } from '../behaviour/confidence.ts'
import { sourceInWords } from '../behaviour/words.ts'

/** How sure a value is: a mark and a word. */
export function Sureness({
  confidence,
  enough,
}: {
  confidence: number | undefined
  enough: number
}) {
  const { word, mark } = surenessOf(confidence, enough)
  const exact = confidence === undefined ? 'no value' : `confidence ${confidence.toFixed(2)}`
  return (
    <span className={`sureness ${word}`} title={exact}>
      <span aria-hidden="true">{mark}</span> {word}
    </span>
  )
}

/** Where a value came from. */
export function SourceChip({ source, title }: { source: string; title?: string | undefined }) {
  const kind = source.startsWith('human:') ? 'person' : source
  return (
    <span className="chip" data-kind={kind} title={title}>
      {sourceInWords(source)}
    </span>
  )
}

/** A key beside its action. */
export function Key({ children }: { children: string }) {
  return <kbd>{children}</kbd>
}
