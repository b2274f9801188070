import { useEffect, useState } from 'react'
import { leftInWords } from '../../behaviour/hold.ts'
import { keyInWords } from '../../behaviour/keys.ts'
import type { SaverSnapshot } from '../../behaviour/saver.ts'
import { agoInWords } from '@colophon/web-shared/time'
import { counted } from '../../behaviour/words.ts'
import { keyMap } from '../../parts/use-keys.ts'
import { RejectDialog } from './reject-dialog.tsx'
import type { Actions } from './use-actions.ts'
import type { Held } from './use-hold.ts'

const TICK_MS = 1_000

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now())
    }, TICK_MS)
    return () => {
      clearInterval(timer)
    }
  }, [])
  return now
}

function savedInWords({ state, pending }: SaverSnapshot, nowMs: number): string {
  const left = pending.decisions.length
  switch (state.kind) {
    case 'saving':
      return 'saving …'
    case 'away':
      return `the server is away: ${counted(left, 'decision')} kept in this browser, trying again`
    case 'not-held':
      return `not saved: ${counted(left, 'decision')} kept in this browser`
    case 'conflict':
      return 'not saved: somebody else decided too'
    case 'saved':
      if (left > 0) return `${counted(left, 'decision')} kept in this browser`
      return state.atMs === null ? 'nothing to save' : `saved ${agoInWords(state.atMs, nowMs)}`
  }
}

/** How things stand, and what ends the work at a document. */
export function ActionBar({ held, saving, actions }: ActionBarProps) {
  const now = useNow()
  const map = keyMap()
  const { hold } = held
  const mine = hold.kind === 'mine'
  const troubled = saving.state.kind !== 'saved' && saving.state.kind !== 'saving'
  return (
    <footer className="action-bar">
      <span className={troubled ? 'saved broken' : 'saved'} role={troubled ? 'alert' : undefined}>
        {savedInWords(saving, now)}
      </span>
      {mine ? <span className="hint">{leftInWords(hold.until, now)}</span> : null}
      <span className="spring" />
      <button disabled={!mine} onClick={actions.skip}>
        Not to me today <kbd>{keyInWords(map.skip)}</kbd>
      </button>
      <button
        disabled={!mine}
        onClick={() => {
          actions.setRejecting(true)
        }}
      >
        Reject <kbd>{keyInWords(map['turn-down'])}</kbd>
      </button>
      <button
        className="main"
        disabled={!mine}
        onClick={actions.approve}
        ref={actions.approveButton}
      >
        Approve and next <kbd>{keyInWords(map.approve)}</kbd>
      </button>
      <RejectDialog
        open={actions.rejecting}
        onOpenChange={actions.setRejecting}
        onReject={actions.reject}
      />
    </footer>
  )
}
interface ActionBarProps {
  held: Held
  saving: SaverSnapshot
  actions: Actions
}
