import { useEffect, useRef } from 'react'
import { tinykeys } from 'tinykeys'
import {
  isTypedInto,
  readKeys,
  type Action,
  type KeyMap,
  type KeyTarget,
} from '../behaviour/keys.ts'

const KEPT = 'colophon.keys'

export const keyMap = (): KeyMap => readKeys(localStorage.getItem(KEPT))

export const keepKey = (action: Action, key: string): void => {
  const own = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, string>
  localStorage.setItem(KEPT, JSON.stringify({ ...own, [action]: key }))
}

/** These also work while somebody types: nobody types them. */
const WHILE_TYPING = new Set<Action>(['approve', 'skip', 'turn-down'])
const FLOATING = '[role="dialog"], [role="menu"], [role="alertdialog"]'

function isFor(action: Action, event: KeyboardEvent): boolean {
  if (event.isComposing) return false
  const target = event.target as (HTMLElement & KeyTarget) | null
  if (target === null) return true
  if (target.closest(FLOATING) !== null) return false
  return WHILE_TYPING.has(action) || !isTypedInto(target)
}

/** What is typed into, `isFor` knows better than the library, which leaves out every input, a checkbox too. */
const isRepeated = ({ repeat, isComposing }: KeyboardEvent): boolean => repeat || isComposing

/** A key by itself, pressed once, that is for the page: not for what is typed into, nor for what lies over the page. */
export const isPlainKey = (event: KeyboardEvent): boolean =>
  !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) &&
  !isRepeated(event) &&
  isFor('accept', event)

/**
 * A held Enter presses nothing: the form that it was for is gone by the second time, and what has the focus then is
 * another thing. In a text of several lines it goes on as everywhere.
 */
export const ignoreHeldEnter = (event: KeyboardEvent): void => {
  if (event.repeat && event.key === 'Enter' && !(event.target instanceof HTMLTextAreaElement))
    event.preventDefault()
}

export type Handlers = Partial<Record<Action, () => void>>

/** Keys of a page, as the person has them. The handlers may change with every drawing. */
export function useKeys(handlers: Handlers): void {
  const latest = useRef(handlers)
  useEffect(() => {
    latest.current = handlers
  })
  const names = Object.keys(handlers).join(' ')
  useEffect(() => {
    const map = keyMap()
    const bindings = (names === '' ? [] : (names.split(' ') as Action[])).map((action) => {
      const handle = (event: KeyboardEvent): void => {
        const handler = latest.current[action]
        if (handler === undefined || event.defaultPrevented || !isFor(action, event)) return
        event.preventDefault()
        handler()
      }
      return [map[action], handle] as const
    })
    const bound = Object.fromEntries(bindings.filter(([key]) => key !== ''))
    return tinykeys(window, bound, { ignore: isRepeated })
  }, [names])
}
