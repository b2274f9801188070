import type { ProfileForm } from '@colophon/domain'
import { actorInWords, eventInWords, whyInWords, type Step } from '../../behaviour/history.ts'
import { labelOf } from '../../behaviour/labels.ts'
import { momentInWords } from '@colophon/web-shared/time'
import type { Chosen } from './chosen.ts'

export interface StepsProps {
  steps: readonly Step[]
  profile: ProfileForm
  /** Which versions are compared; without it none are. */
  choice?: VersionChoiceProps
}

export interface VersionChoiceProps {
  chosen: Chosen
  onChoose: (of: Partial<Chosen>) => void
}

/** What was done, latest first. Of each version one can choose whether it is the older or the newer one. */
export function Steps({ steps, profile, choice }: StepsProps) {
  const label = (path: string): string => labelOf([profile], path)
  // A version is chosen where it was made: what follows under its number are comments.
  const madeBy = new Map(steps.map((step) => [step.revision, step]))
  return (
    <ol className="steps" aria-label="What was done, latest first" tabIndex={0}>
      {steps.map((step) => {
        const { revision, at, actor, events } = step
        return (
          <li key={events[0]?.n}>
            <div className="versions">
              {madeBy.get(revision) !== step ? null : choice === undefined ? (
                <span className="hint">v{revision}</span>
              ) : (
                <VersionChoice revision={revision} {...choice} />
              )}
            </div>
            <div>
              <p>
                <b>{actorInWords(actor)}</b>{' '}
                <time className="hint" dateTime={at}>
                  {momentInWords(at)}
                </time>
              </p>
              <ul>
                {events.map((event) => {
                  const why = whyInWords(event)
                  return (
                    <li key={event.n} dir="auto">
                      {eventInWords(event, label)}
                      {why === '' ? null : <span className="hint"> – {why}</span>}
                    </li>
                  )
                })}
              </ul>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

function VersionChoice({ revision, chosen, onChoose }: VersionChoiceProps & { revision: number }) {
  return (
    <>
      <span className="hint">v{revision}</span>
      <input
        type="radio"
        name="older"
        aria-label={`Version ${revision} as the older one`}
        title="The older one"
        checked={chosen.older === revision}
        disabled={chosen.newer !== undefined && revision >= chosen.newer}
        onChange={() => {
          onChoose({ older: revision })
        }}
      />
      <input
        type="radio"
        name="newer"
        aria-label={`Version ${revision} as the newer one`}
        title="The newer one"
        checked={chosen.newer === revision}
        disabled={chosen.older !== undefined && revision <= chosen.older}
        onChange={() => {
          onChoose({ newer: revision })
        }}
      />
    </>
  )
}
