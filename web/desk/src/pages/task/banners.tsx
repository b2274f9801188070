import type { Me, TaskView } from '@colophon/domain'
import type { Field } from '../../behaviour/field-list.ts'
import { counted } from '../../behaviour/words.ts'
import { momentInWords } from '@colophon/web-shared/time'
import { FailedBanner, Reopen } from './again.tsx'
import { ConflictPanel } from './conflict-panel.tsx'
import type { Held } from './use-hold.ts'
import type { Saving } from '../../behaviour/saver.ts'

export interface BannersProps {
  view: TaskView
  held: Held
  saving: Saving
  me: Me
  fields: readonly Field[]
}

/** What stands between a person and their work, in a sentence, with one thing to do. */
export function Banners({ view, held, saving, me, fields }: BannersProps) {
  if (saving.state.kind === 'conflict')
    return <ConflictPanel conflict={saving.state.conflict} saver={saving.saver} fields={fields} />
  const waiting = saving.pending.decisions.length
  if (view.document.status === 'failed')
    return <FailedBanner view={view} mine={held.hold.kind === 'mine'} />
  return <HoldBanner view={view} held={held} me={me} waiting={waiting} />
}

type HoldBannerProps = Pick<BannersProps, 'view' | 'held' | 'me'> & { waiting: number }

function HoldBanner({ view, held, me, waiting }: HoldBannerProps) {
  const { hold, refusal, take } = held
  const kept =
    waiting === 0
      ? ''
      : ` ${counted(waiting, 'decision')} of yours ${waiting === 1 ? 'is' : 'are'} kept in this browser.`
  switch (hold.kind) {
    case 'mine':
      return null
    case 'free':
      return (
        <div className="banner needs" role="alert">
          <p>
            You do not hold this document{refusal === null ? '' : `: ${refusal}`}. Nothing you typed
            is lost.{kept}
          </p>
          <button className="main" onClick={() => void take()}>
            Take it
          </button>
        </div>
      )
    case 'theirs':
      return (
        <div className="banner needs" role="alert">
          <p>
            {hold.owner} works on this document, at the latest until {momentInWords(hold.until)}.
            You can read along.{kept}
          </p>
          <button onClick={() => void take()}>Try again</button>
          {me.roles.includes('lead') ? (
            <button onClick={() => void take(true)}>Take it over</button>
          ) : null}
        </div>
      )
    case 'assigned':
      return (
        <div className="banner" role="status">
          <p>
            This document is for {hold.to}.{kept}
          </p>
          <button onClick={() => void take()}>Take it all the same</button>
        </div>
      )
    case 'closed':
      return (
        <div className="banner" role="status">
          <p>
            {hold.status === 'approved'
              ? '✓ Approved'
              : hold.status === 'rejected'
                ? '✗ Rejected'
                : 'Replaced by a later run'}
            {hold.by === null ? '' : ` by ${hold.by.replace(/^human:/, '')}`}.{kept}
          </p>
          {hold.status === 'superseded' ? null : <Reopen view={view} />}
        </div>
      )
  }
}
