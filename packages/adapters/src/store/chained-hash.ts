import { hash } from 'node:crypto'

/** The hash of a change: over that of the change before it, and over what it says itself. */
export const chainedHash = (before: readonly { hash: string }[], content: string): string =>
  hash('sha256', (before.at(-1)?.hash ?? '') + content, 'hex')
