import { useEffect, useRef } from 'react'
import { tinykeys } from 'tinykeys'
import { isTypedInto, readKeys, type KeyMap, type KeyRow, type KeyTarget } from '../keys.ts'

const KEPT = 'colophon.keys'
const FLOATING = '[role="dialog"], [role="menu"], [role="alertdialog"]'

function isForPage(event: KeyboardEvent, whileTyping: boolean): boolean {
  if (event.isComposing) return false
  const target = event.target as (HTMLElement & KeyTarget) | null
  if (target === null) return true
  if (target.closest(FLOATING) !== null) return false
  return whileTyping || !isTypedInto(target)
}

/** What is typed into, `isForPage` knows better than the library, which leaves out every input, a checkbox too. */
const isRepeated = ({ repeat, isComposing }: KeyboardEvent): boolean => repeat || isComposing

/** A key by itself, pressed once, that is for the page: not for what is typed into, nor for what lies over the page. */
export const isPlainKey = (event: KeyboardEvent): boolean =>
  !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) &&
  !isRepeated(event) &&
  isForPage(event, false)

/**
 * A held Enter presses nothing: the form that it was for is gone by the second time, and what has the focus then is
 * another thing. In a text of several lines it goes on as everywhere.
 */
export const ignoreHeldEnter = (event: KeyboardEvent): void => {
  if (event.repeat && event.key === 'Enter' && !(event.target instanceof HTMLTextAreaElement))
    event.preventDefault()
}

export interface PageKeys<A extends string = string> {
  rows: readonly KeyRow<A>[]
  /** As the person has them. */
  map: () => KeyMap<A>
  keep: (action: A, key: string) => void
  /** Keys of a page. The handlers may change with every drawing. */
  useKeys: (handlers: Partial<Record<A, () => void>>) => void
}

/** The keys of a product's pages; those of `whileTyping` also work while somebody types. */
export function pageKeys<A extends string>(
  rows: readonly KeyRow<A>[],
  whileTyping: readonly A[] = [],
): PageKeys<A> {
  const map = (): KeyMap<A> => readKeys(rows, localStorage.getItem(KEPT))
  const keep = (action: A, key: string): void => {
    const own = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, string>
    localStorage.setItem(KEPT, JSON.stringify({ ...own, [action]: key }))
  }
  const useKeys: PageKeys<A>['useKeys'] = (handlers) => {
    const latest = useRef(handlers)
    useEffect(() => {
      latest.current = handlers
    })
    const names = Object.keys(handlers).join(' ')
    useEffect(() => {
      const keys = map()
      const bindings = (names === '' ? [] : (names.split(' ') as A[])).map((action) => {
        const handle = (event: KeyboardEvent): void => {
          const handler = latest.current[action]
          if (handler === undefined || event.defaultPrevented) return
          if (!isForPage(event, whileTyping.includes(action))) return
          event.preventDefault()
          handler()
        }
        return [keys[action], handle] as const
      })
      const bound = Object.fromEntries(bindings.filter(([key]) => key !== ''))
      return tinykeys(window, bound, { ignore: isRepeated })
    }, [names])
  }
  return { rows, map, keep, useKeys }
}
