import { useState, type KeyboardEvent } from 'react'
import { clashes, defaultKeys, keyInWords } from '../keys.ts'
import { Dialog } from './dialog.tsx'
import type { PageKeys } from './page-keys.ts'

/** Parts of the pages with keys of their own, and what they are called. */
export type KeyScopes = readonly (readonly [scope: string, title: string])[]

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
export function KeysDialog<A extends string>({ keys, scopes, ...dialog }: KeysDialogProps<A>) {
  const [map, setMap] = useState(keys.map)
  const clashing = new Set<string>(clashes(keys.rows, map).flat())
  const set = (action: A, key: string): void => {
    keys.keep(action, key)
    setMap(keys.map())
  }
  return (
    <Dialog {...dialog} title="Keys" wide>
      <p className="hint">
        Press a key’s button, then the new key; Delete switches it off. Single keys do nothing while
        you type. Changes hold from the next page on.
      </p>
      <div className="keys">
        {scopes.map(([scope, title]) => (
          <section key={scope}>
            <h3>{title}</h3>
            <dl>
              {keys.rows
                .filter(([, , , of]) => of === scope)
                .map(([action, words]) => (
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
            for (const [action, key] of Object.entries(defaultKeys(keys.rows)))
              set(action as A, key as string)
          }}
        >
          Put back all keys
        </button>
        <button
          className="main"
          onClick={() => {
            dialog.onOpenChange(false)
          }}
        >
          Close
        </button>
      </div>
    </Dialog>
  )
}

interface KeyButtonProps<A extends string> {
  action: A
  words: string
  bound: string
  clash: boolean
  onKey: (action: A, key: string) => void
}

/** A key that can be changed: the next one that is pressed takes its place. */
function KeyButton<A extends string>({ action, words, bound, clash, onKey }: KeyButtonProps<A>) {
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
interface KeysDialogProps<A extends string> {
  keys: PageKeys<A>
  scopes: KeyScopes
  open: boolean
  onOpenChange: (open: boolean) => void
}
