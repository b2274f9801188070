import { useState } from 'react'
import type { Span } from '../../behaviour/spans.ts'

/** Words of the text that somebody asked to see, for as long as the same field is in focus. */
export function useShownSpan(focus: string | undefined) {
  const [shown, setShown] = useState<{ span: Span; path: string | undefined }>()
  const [goTo, setGoTo] = useState(0)
  return {
    span: shown?.path === focus ? shown?.span : undefined,
    /** Counts how often it was asked for. */
    goTo,
    show: (span: Span): void => {
      setShown({ span, path: focus })
      setGoTo((count) => count + 1)
    },
  }
}
