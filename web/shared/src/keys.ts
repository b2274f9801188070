/** What a key can do on a page: its action, in words, the key, and where it works. */
export type KeyRow<A extends string = string> = readonly [
  action: A,
  words: string,
  key: string,
  /** A part of the page with keys of its own, or all of it. */
  scope: string,
]
export type KeyMap<A extends string = string> = Readonly<Record<A, string>>

/** The scope that meets every other. */
export const EVERYWHERE = 'everywhere'

export const defaultKeys = <A extends string>(rows: readonly KeyRow<A>[]): KeyMap<A> =>
  Object.fromEntries(rows.map(([action, , key]) => [action, key])) as KeyMap<A>

/** Actions that answer to the same key on the same page. */
export function clashes<A extends string>(rows: readonly KeyRow<A>[], map: KeyMap<A>): [A, A][] {
  const found: [A, A][] = []
  rows.forEach(([one, , , scope], at) => {
    for (const [other, , , otherScope] of rows.slice(at + 1)) {
      const meet = scope === otherScope || scope === EVERYWHERE || otherScope === EVERYWHERE
      if (meet && map[one] !== '' && map[one] === map[other]) found.push([one, other])
    }
  })
  return found
}

/** The map with what a person chose; unknown names and other kinds of values are left out. */
export function readKeys<A extends string>(
  rows: readonly KeyRow<A>[],
  stored: string | null,
): KeyMap<A> {
  const defaults = defaultKeys(rows)
  if (stored === null) return defaults
  try {
    const chosen = JSON.parse(stored) as Record<string, unknown>
    const own = Object.entries(chosen).filter(
      ([action, key]) => Object.hasOwn(defaults, action) && typeof key === 'string',
    )
    return { ...defaults, ...Object.fromEntries(own) }
  } catch {
    return defaults
  }
}

const NAMES: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  Control: 'Ctrl',
  Enter: '↵',
  Backspace: '⌫',
  Space: 'Space',
  Shift: '⇧',
}

/** A key as it stands beside its action: `Ctrl ↵`. */
export const keyInWords = (key: string): string =>
  key
    .split('+')
    .filter((part) => !part.startsWith('['))
    .map((part) => NAMES[part] ?? part.toUpperCase())
    .join(' ')

export interface KeyTarget {
  tagName: string
  type?: string
  isContentEditable?: boolean
}

const TYPED_INTO = /^(?:INPUT|TEXTAREA|SELECT)$/
const NOT_TYPED_INTO = /^(?:checkbox|radio|button|range|submit)$/

/** Whether keys without Ctrl belong to the element that has the focus. */
export const isTypedInto = ({
  tagName,
  type = '',
  isContentEditable = false,
}: KeyTarget): boolean =>
  isContentEditable || (TYPED_INTO.test(tagName) && !NOT_TYPED_INTO.test(type))
