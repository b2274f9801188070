import type { RefObject } from 'react'
import { useKeys } from './use-keys.ts'

/** Up and down a list of links: the focus goes from one to the next, and Enter opens it as everywhere. */
export function useWalk(list: RefObject<HTMLElement | null>, selector: string): void {
  const step = (by: 1 | -1) => (): void => {
    const stops = [...(list.current?.querySelectorAll<HTMLElement>(selector) ?? [])]
    const at = stops.findIndex((stop) => stop === document.activeElement)
    const to = at < 0 ? 0 : Math.max(0, Math.min(stops.length - 1, at + by))
    stops[to]?.focus()
    stops[to]?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({ down: step(1), up: step(-1) })
}
