import {
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type CSSProperties,
  type ReactNode,
} from 'react'

const STEP = 2
const [LEAST, MOST] = [30, 75]
const within = (share: number): number => Math.min(MOST, Math.max(LEAST, share))

/** Two panes side by side with a divider that is dragged or moved by arrow keys, and remembered. */
export function Split({ name, left, right, initial = 56 }: SplitProps) {
  const kept = `colophon.split.${name}`
  const [share, setShare] = useState(() => within(Number(localStorage.getItem(kept)) || initial))
  const frame = useRef<HTMLDivElement>(null)
  const move = (to: number): void => {
    const next = within(to)
    setShare(next)
    localStorage.setItem(kept, String(next))
  }
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || frame.current === null) return
    const { left: from, width } = frame.current.getBoundingClientRect()
    move(((event.clientX - from) / width) * 100)
  }
  const press = ({ key }: KeyboardEvent): void => {
    if (key === 'ArrowLeft') move(share - STEP)
    if (key === 'ArrowRight') move(share + STEP)
  }
  return (
    <div className="split" ref={frame} style={{ '--left': `${share}%` } as CSSProperties}>
      <div className="pane">{left}</div>
      <div
        className="divider"
        role="separator"
        aria-label="Width of the panes"
        aria-orientation="vertical"
        aria-valuenow={Math.round(share)}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={drag}
      />
      <div className="pane">{right}</div>
    </div>
  )
}
interface SplitProps {
  name: string
  left: ReactNode
  right: ReactNode
  /** Share of the left pane in percent. @default 56 */
  initial?: number
}
