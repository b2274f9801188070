import { useState, type ReactNode } from 'react'
import { Link } from 'wouter'
import { DropdownMenu } from 'radix-ui'
import type { Me } from '@colophon/domain'
import { useEndSession } from '../session.ts'
import { KeysDialog, type KeyScopes } from './keys-dialog.tsx'
import type { PageKeys } from './page-keys.ts'
import { nextTheme, themeInWords, useTheme } from './theme.ts'
import { WhoDialog } from './who-dialog.tsx'

/** A page that the bar leads to. */
export interface Entry {
  name: string
  path: string
  /** Whether its page is the one that is shown. */
  here: boolean
  /** How much waits there. */
  count?: number | undefined
}

/** Another part of Colophon: the review desk, the costs, the status, what the APIs say of themselves. */
export interface Product {
  name: string
  href: string
  here?: boolean
}

export interface ShellProps<A extends string> {
  me: Me
  /** Address of the first page. */
  home: string
  entries: readonly Entry[]
  /** With fewer than two there is no menu of them. */
  products?: readonly Product[]
  keys: PageKeys<A>
  scopes: KeyScopes
  /** What the keys that work everywhere do; `keys` shows the list of them. */
  handlers?: Partial<Record<A, () => void>>
  children: ReactNode
}

/** The bar above every page, and what every page has: keys, their list, who works. */
export function Shell<A extends string>({
  home,
  entries,
  products = [],
  ...rest
}: ShellProps<A | 'keys'>) {
  const { me, keys, scopes, handlers, children } = rest
  const [keysShown, setKeysShown] = useState(false)
  const show = (): void => {
    setKeysShown(true)
  }
  keys.useKeys({ ...handlers, keys: show } as Partial<Record<A | 'keys', () => void>>)
  return (
    <div className="shell">
      <header className="bar">
        <Link href={home} className="brand">
          Colophon
        </Link>
        {products.length > 1 ? <ProductMenu products={products} /> : null}
        <nav aria-label="Pages">
          {entries.map(({ name, path, here, count }) => (
            <Link key={path} href={path} aria-current={here ? 'page' : undefined}>
              {name}
              {count === undefined ? null : <span className="count"> {count}</span>}
            </Link>
          ))}
        </nav>
        <button className="quiet" aria-label="Show the keys" onClick={show}>
          ?
        </button>
        <PersonMenu me={me} />
      </header>
      {children}
      <KeysDialog open={keysShown} onOpenChange={setKeysShown} keys={keys} scopes={scopes} />
    </div>
  )
}

/** The parts of Colophon; each may have a server of its own. */
function ProductMenu({ products }: { products: readonly Product[] }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="quiet" title="Parts of Colophon">
        {products.find(({ here }) => here === true)?.name ?? 'Go to'}{' '}
        <span aria-hidden="true">▾</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4}>
          {products.map(({ name, href, here = false }) => (
            <DropdownMenu.Item key={href} asChild>
              <a href={href} aria-current={here ? 'page' : undefined}>
                {name}
              </a>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
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
