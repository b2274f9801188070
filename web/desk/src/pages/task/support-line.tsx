import type { RefObject } from 'react'
import type { Support } from '../../behaviour/decide.ts'
import { lineNumberAt } from '../../behaviour/source-text.ts'
import { shortened } from '../../behaviour/words.ts'
import { useTaskState } from './context.ts'

export interface SupportLineProps {
  support: Support | null
  external: string
  onExternal: (external: string) => void
  reasonRef: RefObject<HTMLInputElement | null>
}

/** What will stand behind the value: words of the text, or where else it is known from. */
export function SupportLine({ support, external, onExternal, reasonRef }: SupportLineProps) {
  const { view, lines, profile } = useTaskState()
  if (support !== null && 'evidence' in support) {
    const { start, end } = support.evidence
    const words = view.document.source.text.slice(start, end)
    return (
      <p className="quote">
        <q dir="auto">{shortened(words, 120)}</q>{' '}
        <span className="hint">line {lineNumberAt(lines, start)}</span>
      </p>
    )
  }
  return (
    <label className="external">
      These words are not in the {profile.unit.one}. Select what supports them, or say where it is
      known from:
      <input
        ref={reasonRef}
        value={external}
        maxLength={500}
        placeholder="the envelope, the finding aid, what I know"
        onChange={({ target }) => {
          onExternal(target.value)
        }}
      />
    </label>
  )
}
