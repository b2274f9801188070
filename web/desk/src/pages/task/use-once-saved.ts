import { useEffect, useState } from 'react'
import type { TaskView } from '@colophon/domain'
import type { Saving } from '../../behaviour/saver.ts'

/** Whoever waited longer looks first at what became of it. */
const LONGEST_MS = 6_000

/** Whether a decision is on its way, or its answer not on the page yet. */
const isOnItsWay = ({ state, pending }: Saving, revision: number): boolean =>
  state.kind === 'saving' ||
  (state.kind === 'saved' && (pending.decisions.length > 0 || revision < pending.revision))

/** Does at once what was asked for, or as soon as the decision before it is saved: nobody has to press twice. */
export function useOnceSaved(
  { saving, view }: { saving: Saving; view: TaskView },
  act: () => void,
): () => void {
  const [askedMs, setAskedMs] = useState<number | null>(null)
  const waits = isOnItsWay(saving, view.document.revision)
  useEffect(() => {
    if (askedMs === null || waits) return
    setAskedMs(null)
    if (Date.now() - askedMs <= LONGEST_MS) act()
  })
  return () => {
    if (waits) setAskedMs(Date.now())
    else act()
  }
}
