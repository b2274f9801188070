import { useEffect, useState, type RefObject } from 'react'
import type { Span } from '../../behaviour/spans.ts'
import { selectedSpan } from '../../parts/highlights.ts'

/** What is selected in the text. A selection elsewhere, such as in an input, leaves it as it was. */
export function useSelection(pane: RefObject<HTMLElement | null>, text: string) {
  const [selected, setSelected] = useState<Span | null>(null)
  useEffect(() => {
    const changed = (): void => {
      const element = pane.current
      const selection = document.getSelection()
      if (element === null || selection === null) return
      if (selection.anchorNode !== null && !element.contains(selection.anchorNode)) return
      setSelected((before) => {
        const now = selectedSpan(element, text)
        return before?.start === now?.start && before?.end === now?.end ? before : now
      })
    }
    document.addEventListener('selectionchange', changed)
    return () => {
      document.removeEventListener('selectionchange', changed)
    }
  }, [pane, text])
  return [
    selected,
    () => {
      setSelected(null)
    },
  ] as const
}
