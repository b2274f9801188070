import { useState, type ReactNode } from 'react'
import { Link, useLocation, useRoute } from 'wouter'
import { DropdownMenu } from 'radix-ui'
import type { Me } from '@colophon/domain'
import { useQueueState } from '../api/queue.ts'
import { useEndSession } from '../api/session.ts'
import { PLACES } from '../behaviour/places.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { useNotices } from './notices.tsx'
import { nextTheme, themeInWords, useTheme } from './theme.ts'
import { useKeys } from './use-keys.ts'
import { WhoDialog } from './who-dialog.tsx'

/** Pages that the bar leads to. An entry appears when its page exists. */
const ENTRIES = [
  ['Queue', PLACES.queue],
  ['Search', PLACES.search],
  ['Fields', PLACES.batch],
  ['Collections', PLACES.collections],
] as const

/** The bar above every page, and what every page has: keys, their list, who works. */
export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const [keysShown, setKeysShown] = useState(false)
  const { undo, redo } = useNotices()
  const [, go] = useLocation()
  useKeys({
    search() {
      go(PLACES.search)
    },
    keys: () => {
      setKeysShown(true)
    },
    undo,
    redo,
  })
  return (
    <div className="shell">
      <header className="bar">
        <Link href={PLACES.queue} className="brand">
          Colophon
        </Link>
        <nav aria-label="Pages">
          {ENTRIES.map(([name, path]) => (
            <Entry key={path} name={name} path={path} />
          ))}
        </nav>
        <button
          className="quiet"
          aria-label="Show the keys"
          onClick={() => {
            setKeysShown(true)
          }}
        >
          ?
        </button>
        <PersonMenu me={me} />
      </header>
      {children}
      <KeysDialog open={keysShown} onOpenChange={setKeysShown} />
    </div>
  )
}

function Entry({ name, path }: { name: string; path: string }) {
  const [location] = useLocation()
  const [isTask] = useRoute(`${PLACES.task}/*?`)
  const state = useQueueState()
  const isQueue = path === PLACES.queue
  const { pending = 0, in_progress: begun = 0 } = state.data?.statuses ?? {}
  const here = isQueue
    ? location === path || isTask
    : location === path || location.startsWith(`${path}/`)
  return (
    <Link href={path} aria-current={here ? 'page' : undefined}>
      {name}
      {isQueue && state.data !== undefined ? (
        <span className="count"> {pending + begun}</span>
      ) : null}
    </Link>
  )
}

function PersonMenu({ me }: { me: Me }) {
  const [asking, setAsking] = useState(false)
  const [theme, setTheme] = useTheme()
  const end = useEndSession()
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className="quiet person">
          {me.sub} <span aria-hidden="true">▾</span>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end" sideOffset={4}>
            <DropdownMenu.Label>{me.roles.join(', ')}</DropdownMenu.Label>
            <DropdownMenu.Item
              onSelect={() => {
                setTheme(nextTheme(theme))
              }}
            >
              {themeInWords(nextTheme(theme))}
            </DropdownMenu.Item>
            {me.local ? (
              <DropdownMenu.Item
                onSelect={() => {
                  setAsking(true)
                }}
              >
                Somebody else works here now
              </DropdownMenu.Item>
            ) : (
              <DropdownMenu.Item
                onSelect={() => {
                  end.mutate()
                }}
              >
                Sign out
              </DropdownMenu.Item>
            )}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <WhoDialog open={asking} onOpenChange={setAsking} name={me.sub} />
    </>
  )
}
