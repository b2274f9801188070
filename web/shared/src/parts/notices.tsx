import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { keyInWords } from '../keys.ts'

export interface Notice {
  text: string
  /** Token of the change. */
  undo?: string | null | undefined
  broken?: boolean
  /** Is shown until it is closed, or another one comes. @default false */
  stays?: boolean
  /** What else can be done about it. */
  offer?: { text: string; key: string; act: () => void } | undefined
}

/** Takes a change back by its token, and says how to take that back in turn. */
export type TakeBack = (
  token: string,
) => Promise<{ undo: string | null; done: number; conflicts: readonly unknown[] }>

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
/** What is taken back sooner needs no word in between. */
const PATIENCE_MS = 400

/** Takes the last change of one stack back, and puts what takes that back onto the other. */
function useTakeBack(show: (notice: Notice) => void, send: TakeBack | undefined) {
  const client = useQueryClient()
  return useCallback(
    async (from: string[], to: string[], word: 'undo' | 'redo') => {
      const token = from.pop()
      if (token === undefined || send === undefined) {
        show({ text: `There is nothing to ${word}` })
        return
      }
      const slow = setTimeout(() => {
        show({ text: word === 'undo' ? 'Taking it back …' : 'Doing it again …', stays: true })
      }, PATIENCE_MS)
      try {
        const { undo, done, conflicts } = await send(token).finally(() => {
          clearTimeout(slow)
        })
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
    [client, show, send],
  )
}

/** What was done, in words, with the way back; and the stacks behind Undo and Redo. */
export function NoticesProvider({ takeBack: send, children }: NoticesProviderProps) {
  const [shown, setShown] = useState<Notice>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const done = useRef<string[]>([])
  const undone = useRef<string[]>([])

  const show = useCallback((notice: Notice | undefined) => {
    clearTimeout(timer.current)
    setShown(notice)
    if (notice?.stays === true) return
    timer.current = setTimeout(() => {
      setShown(undefined)
    }, SHOWN_MS)
  }, [])

  const takeBack = useTakeBack(show, send)
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
          <Shown
            notice={shown}
            undo={notices.undo}
            close={() => {
              show(undefined)
            }}
          />
        )}
      </div>
    </Context>
  )
}

interface ShownProps {
  notice: Notice
  undo: () => void
  close: () => void
}

function Shown({ notice, undo, close }: ShownProps) {
  const { text, broken = false, stays = false, offer } = notice
  return (
    <div className={broken ? 'notice broken' : 'notice'}>
      <span>{text}</span>
      {offer === undefined ? null : (
        <button
          onClick={() => {
            close()
            offer.act()
          }}
        >
          {offer.text} <kbd>{keyInWords(offer.key)}</kbd>
        </button>
      )}
      {typeof notice.undo === 'string' ? <button onClick={undo}>Undo</button> : null}
      {stays ? (
        <button aria-label="Close" onClick={close}>
          ×
        </button>
      ) : null}
    </div>
  )
}

interface NoticesProviderProps {
  /** Absent where nothing can be taken back. */
  takeBack?: TakeBack
  children: ReactNode
}
