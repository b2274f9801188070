import { useState, type KeyboardEvent } from 'react'
import {
  ACTIONS,
  clashes,
  DEFAULT_KEYS,
  keyInWords,
  type Action,
  type KeyScope,
} from '../behaviour/keys.ts'
import { Dialog } from './dialog.tsx'
import { keepKey, keyMap } from './use-keys.ts'

const SCOPES: readonly (readonly [KeyScope, string])[] = [
  ['task', 'A document'],
  ['queue', 'The queue'],
  ['everywhere', 'Everywhere'],
]

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta'])

/** What was pressed, as bindings are written. */
function pressed({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const name = key === ' ' ? 'Space' : key
  const isSign = name.length === 1
  return [
    ...(ctrlKey || metaKey ? ['$mod'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey ? [isSign && !ctrlKey && !metaKey ? '[Shift]' : 'Shift'] : []),
    name,
  ].join('+')
}

/** All keys; each can be changed, or switched off with the delete key. */
export function KeysDialog({ open, onOpenChange }: KeysDialogProps) {
  const [map, setMap] = useState(keyMap)
  const clashing = new Set(clashes(map).flat())
  const set = (action: Action, key: string): void => {
    keepKey(action, key)
    setMap(keyMap())
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" wide>
      <p className="hint">
        Press a key’s button, then the new key; Delete switches it off. Single keys do nothing while
        you type. Changes hold from the next page on.
      </p>
      <div className="keys">
        {SCOPES.map(([scope, title]) => (
          <section key={scope}>
            <h3>{title}</h3>
            <dl>
              {ACTIONS.filter(([, , , of]) => of === scope).map(([action, words]) => (
                <div key={action}>
                  <dt>{words}</dt>
                  <dd>
                    <KeyButton
                      {...{ action, words, bound: map[action], clash: clashing.has(action) }}
                      onKey={set}
                    />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      {clashing.size > 0 ? <p className="fault">Two actions have the same key.</p> : null}
      <div className="actions">
        <button
          onClick={() => {
            for (const [action] of ACTIONS) set(action, DEFAULT_KEYS[action])
          }}
        >
          Put back all keys
        </button>
        <button
          className="main"
          onClick={() => {
            onOpenChange(false)
          }}
        >
          Close
        </button>
      </div>
    </Dialog>
  )
}

interface KeyButtonProps {
  action: Action
  words: string
  bound: string
  clash: boolean
  onKey: (action: Action, key: string) => void
}

/** A key that can be changed: the next one that is pressed takes its place. */
function KeyButton({ action, words, bound, clash, onKey }: KeyButtonProps) {
  const [asking, setAsking] = useState(false)
  const press = (event: KeyboardEvent): void => {
    if (!asking || MODIFIERS.has(event.key) || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    setAsking(false)
    if (event.key !== 'Escape') onKey(action, event.key === 'Delete' ? '' : pressed(event))
  }
  const shown = bound === '' ? 'off' : keyInWords(bound)
  return (
    <button
      aria-label={`${words}: ${shown}. Change`}
      className={clash ? 'key clash' : 'key'}
      onClick={() => {
        setAsking(true)
      }}
      onKeyDown={press}
    >
      {asking ? 'press …' : shown}
    </button>
  )
}
interface KeysDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}
