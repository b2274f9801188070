import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { undo as sendUndo } from '../api/task.ts'

export interface Notice {
  text: string
  /** Token of the change. */
  undo?: string | null | undefined
  broken?: boolean
}

interface Notices {
  tell: (notice: Notice) => void
  /** Takes the last change back, or the last undoing. */
  undo: () => void
  redo: () => void
}

const Context = createContext<Notices | undefined>(undefined)

export function useNotices(): Notices {
  const notices = use(Context)
  if (notices === undefined) throw new Error('notices are outside of their provider')
  return notices
}

/** Long enough to be read and acted on; the keys work afterwards too. */
const SHOWN_MS = 10_000

/** Takes the last change of one stack back, and puts what takes that back onto the other. */
function useTakeBack(show: (notice: Notice) => void) {
  const client = useQueryClient()
  return useCallback(
    async (from: string[], to: string[], word: 'undo' | 'redo') => {
      const token = from.pop()
      if (token === undefined) {
        show({ text: `There is nothing to ${word}` })
        return
      }
      try {
        const { undo, done, conflicts } = await sendUndo(token)
        if (undo !== null) to.push(undo)
        const left = conflicts.length > 0 ? ', but what others changed since stays' : ''
        const what = done === 0 ? `Nothing to ${word}` : word === 'undo' ? 'Undone' : 'Done again'
        show({ text: what + left })
      } catch (thrown) {
        from.push(token)
        show({ text: (thrown as Error).message, broken: true })
      }
      await client.invalidateQueries()
    },
    [client, show],
  )
}

/** What was done, in words, with the way back; and the stacks behind Undo and Redo. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Notice>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const done = useRef<string[]>([])
  const undone = useRef<string[]>([])

  const show = useCallback((notice: Notice | undefined) => {
    clearTimeout(timer.current)
    setShown(notice)
    timer.current = setTimeout(() => {
      setShown(undefined)
    }, SHOWN_MS)
  }, [])

  const takeBack = useTakeBack(show)
  const notices = useMemo<Notices>(
    () => ({
      tell(notice) {
        if (typeof notice.undo === 'string') {
          done.current.push(notice.undo)
          undone.current.length = 0
        }
        show(notice)
      },
      undo: () => void takeBack(done.current, undone.current, 'undo'),
      redo: () => void takeBack(undone.current, done.current, 'redo'),
    }),
    [show, takeBack],
  )
  return (
    <Context value={notices}>
      {children}
      <div className="notices" role="status" aria-live="polite">
        {shown === undefined ? null : (
          <div className={shown.broken === true ? 'notice broken' : 'notice'}>
            <span>{shown.text}</span>
            {typeof shown.undo === 'string' ? <button onClick={notices.undo}>Undo</button> : null}
          </div>
        )}
      </div>
    </Context>
  )
}
