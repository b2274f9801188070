/** What a key can do, on any page. */
export const ACTIONS = [
  ['next-field', 'Next field', 'j', 'task'],
  ['previous-field', 'Previous field', 'k', 'task'],
  ['accept', 'Accept the value', 'a', 'task'],
  ['edit', 'Correct the value', 'e', 'task'],
  ['fill', 'Fill with the selected text', 'f', 'task'],
  ['reject', 'Reject the value', 'x', 'task'],
  ['not-there', 'Not in the document', 'n', 'task'],
  ['illegible', 'Illegible', 'i', 'task'],
  ['uncertain', 'Mark as uncertain', 'u', 'task'],
  ['comment', 'Comment', 'c', 'task'],
  ['evidence', 'Go to the evidence', 'g', 'task'],
  ['approve', 'Approve and next', '$mod+Enter', 'task'],
  ['skip', 'Not to me today', 'Control+Space', 'task'],
  ['turn-down', 'Reject the document', '$mod+Backspace', 'task'],
  ['back', 'Back to the queue', 'q', 'task'],
  ['down', 'Down the list', 'j', 'queue'],
  ['up', 'Up the list', 'k', 'queue'],
  ['open', 'Open', 'Enter', 'queue'],
  ['take-next', 'Take the next one', 'n', 'queue'],
  ['search', 'Search', '/', 'everywhere'],
  ['undo', 'Undo', '$mod+z', 'everywhere'],
  ['redo', 'Redo', '$mod+Shift+Z', 'everywhere'],
  ['keys', 'Show the keys', '[Shift]+?', 'everywhere'],
] as const

export type Action = (typeof ACTIONS)[number][0]
export type KeyScope = (typeof ACTIONS)[number][3]
export type KeyMap = Readonly<Record<Action, string>>

export const DEFAULT_KEYS = Object.fromEntries(
  ACTIONS.map(([action, , key]) => [action, key]),
) as KeyMap

/** Actions that answer to the same key on the same page. */
export function clashes(map: KeyMap): [Action, Action][] {
  const found: [Action, Action][] = []
  ACTIONS.forEach(([one, , , scope], at) => {
    for (const [other, , , otherScope] of ACTIONS.slice(at + 1)) {
      const meet = scope === otherScope || scope === 'everywhere' || otherScope === 'everywhere'
      if (meet && map[one] !== '' && map[one] === map[other]) found.push([one, other])
    }
  })
  return found
}

/** The map with what a person chose; unknown names and other kinds of values are left out. */
export function readKeys(stored: string | null): KeyMap {
  if (stored === null) return DEFAULT_KEYS
  try {
    const chosen = JSON.parse(stored) as Record<string, unknown>
    const own = Object.entries(chosen).filter(
      ([action, key]) => Object.hasOwn(DEFAULT_KEYS, action) && typeof key === 'string',
    )
    return { ...DEFAULT_KEYS, ...Object.fromEntries(own) }
  } catch {
    return DEFAULT_KEYS
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
