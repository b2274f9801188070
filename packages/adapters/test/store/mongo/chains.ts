import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { auditContent, type AuditEvent } from '@colophon/domain'

/** Numbered from 1 and chained from the first, or from the one after so many of before there was a chain. */
export function assertChained(events: readonly AuditEvent[], unchained = 0): void {
  let before = ''
  for (const [index, event] of events.entries()) {
    assert.equal(event.n, index + 1)
    if (index >= unchained) before = hash('sha256', before + auditContent(event), 'hex')
    assert.equal(event.hash, index < unchained ? null : before)
  }
}
