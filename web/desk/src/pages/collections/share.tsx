import { useId } from 'react'
import { percentOf, shareOf } from '../../behaviour/settings.ts'

export interface ShareProps {
  title: string
  about: string
  /** Null: what is said otherwise counts. */
  typed: string | null
  onTyped: (typed: string) => void
  /** @default 1 */
  most?: number
  /** A choice that takes the place of a share. */
  otherwise?: { words: string; onOtherwise: (is: boolean) => void }
}

/** A share, typed in percent. */
export function Share({ title, about, typed, onTyped, most = 1, otherwise }: ShareProps) {
  const id = useId()
  const wrong = typed !== null && shareOf(typed, most) === null
  return (
    <div className="setting">
      <h3 id={id}>{title}</h3>
      <p className="hint" id={`${id}-about`}>
        {about}
      </p>
      {otherwise === undefined ? null : (
        <label>
          <input
            type="checkbox"
            checked={typed === null}
            onChange={({ target }) => {
              otherwise.onOtherwise(target.checked)
            }}
          />{' '}
          {otherwise.words}
        </label>
      )}
      {typed === null ? null : (
        <p className="percent">
          <input
            inputMode="decimal"
            value={typed}
            aria-labelledby={id}
            aria-describedby={`${id}-about`}
            aria-invalid={wrong}
            onChange={({ target }) => {
              onTyped(target.value)
            }}
          />{' '}
          %{' '}
          {wrong ? <span className="fault">Type a number from 0 to {percentOf(most)}.</span> : null}
        </p>
      )}
    </div>
  )
}
