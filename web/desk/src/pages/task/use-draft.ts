import { useState } from 'react'
import { draftOf, dropDraft, keepDraft, type Draft } from '../../behaviour/drafts.ts'
import { useTaskId, useTaskState } from './context.ts'

export interface DraftHandle {
  draft: Draft
  /** It was found in this browser, from before. */
  restored: boolean
  /** The browser has no room to keep it. */
  full: boolean
  change: (change: Partial<Draft>) => void
  drop: () => void
}

/** What is typed for a field, kept with every key. */
export function useDraft(path: string, fresh: Draft): DraftHandle {
  const { view } = useTaskState()
  const place = { task: useTaskId(), path, revision: view.document.revision }
  const [kept] = useState(() => draftOf(localStorage, place))
  const [draft, setDraft] = useState<Draft>(kept?.draft ?? fresh)
  const [full, setFull] = useState(false)
  return {
    draft,
    restored: kept !== null,
    full,
    change(change) {
      const next = { ...draft, ...change }
      setDraft(next)
      setFull(!keepDraft(localStorage, place, next))
    },
    drop() {
      dropDraft(localStorage, place)
    },
  }
}
