import { readFileSync } from 'node:fs'
import type { Agent } from '@colophon/agents/define'
import { pathsOf, type EnrichRequest } from '@colophon/domain'
import { lettersProfile } from '../../src/letters/profile.ts'

export const SAMPLES = new URL('../../../../samples/letters/', import.meta.url)
export const sample = (name: string): string => readFileSync(new URL(name, SAMPLES), 'utf8')

/** The pipeline's request to this agent about a letter. */
export const aRequest = (
  { name }: Agent,
  { text = sample('04-personal-emigrant.txt'), ...overrides }: Partial<EnrichRequest> = {},
): EnrichRequest => ({
  run_id: 'run_1',
  document_id: 'doc_1',
  profile: 'letters',
  text,
  pages: [{ number: 1, start: 0, end: text.length }],
  facts: {},
  found: {},
  wanted: pathsOf(lettersProfile, name),
  tiers: ['rules', 'local', 'fast', 'deep'],
  last_attempt: false,
  today: '2026-01-15',
  ...overrides,
})
