import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { getPath, isPresent } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import { runCommand } from './e2e/command.ts'

const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url))

interface Expected {
  file: string
  fields: Record<string, unknown>
  any_of?: Record<string, unknown[]>
  includes?: Record<string, string[]>
  absent?: string[]
  decision: 'auto_approved' | 'review'
  reasons: string[]
}

interface Enriched {
  document_id: string
  source: { file: { name: string } }
  review_status: string
  review_reasons: string[]
  enriched_data: unknown
}

const expectations = readdirSync(join(SAMPLES, 'expected'))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(SAMPLES, 'expected', name), 'utf8')) as Expected)

const enriched = new Map<string, Enriched>()

before(async () => {
  const cleanUps: (() => void)[] = []
  const folder = temporaryFolder({ after: (cleanUp) => cleanUps.push(cleanUp as () => void) })
  const run = await runCommand(['enrich', join(SAMPLES, 'letters'), '--out', 'out.jsonl'], {
    cwd: folder,
  })
  assert.equal(run.code, 0, run.stderr)
  for (const line of readFileSync(join(folder, 'out.jsonl'), 'utf8').split('\n')) {
    if (line === '') continue
    const record = JSON.parse(line) as Enriched
    enriched.set(record.source.file.name, record)
  }
  for (const cleanUp of cleanUps) cleanUp()
})

const NAME = /\.(?:name|title)$/
const CODE = /date|languages|pages|document_type|access_level/
const TITLES = /\b(?:mr|mrs|miss|ms|dr|sir|herr|frau|monsieur|madame|rev|prof)\b\.?/gi

/** Names without case, titles and punctuation; wordings with white space folded; codes as they are. */
function comparable(path: string, value: unknown): string {
  if (CODE.test(path) && !path.endsWith('date_display')) return JSON.stringify(value)
  const words = String(value).replace(/\s+/g, ' ').trim()
  if (!NAME.test(path) && !path.endsWith('location')) return words
  return words
    .replace(TITLES, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
}

function agrees(path: string, found: unknown, expected: unknown): boolean {
  const [a, b] = [comparable(path, found), comparable(path, expected)]
  // An office below the signature may be part of it; a place may name its house or county too.
  return (
    a === b ||
    (path === 'content.signature' && a.startsWith(b)) ||
    (path.endsWith('.location') && a.includes(b))
  )
}

/** Where the letter came from and went to is not repeated among the places it mentions. */
const PLACES = ['sender', 'recipient'].map((party) => `document.correspondence.${party}.location`)

const namesOf = (found: unknown): string[] =>
  (Array.isArray(found) ? found : []).map((item: Record<string, unknown>) =>
    String(item['name'] ?? item['description']),
  )

for (const expected of expectations) {
  test(`sample ${expected.file}`, () => {
    const record = enriched.get(expected.file.split('/').at(-1) ?? '')
    assert.ok(record, 'it is enriched')
    const wrong: string[] = []
    const check = (ok: boolean, path: string, want: unknown, found: unknown): void => {
      if (!ok) wrong.push(`${path}: wanted ${JSON.stringify(want)}, found ${JSON.stringify(found)}`)
    }
    const data = record.enriched_data
    for (const [path, want] of Object.entries(expected.fields)) {
      check(agrees(path, getPath(data, path), want), path, want, getPath(data, path))
    }
    for (const [path, wants] of Object.entries(expected.any_of ?? {})) {
      check(
        wants.some((want) => agrees(path, getPath(data, path), want)),
        path,
        wants,
        getPath(data, path),
      )
    }
    for (const [path, wants] of Object.entries(expected.includes ?? {})) {
      const places =
        path === 'analysis.locations' ? PLACES.map((place) => getPath(data, place)) : []
      const names = [...namesOf(getPath(data, path)), ...places].map((name) =>
        comparable('.name', name),
      )
      for (const want of wants) {
        check(
          names.some((name) => name.includes(comparable('.name', want))),
          path,
          want,
          names,
        )
      }
    }
    for (const path of expected.absent ?? [])
      check(!isPresent(getPath(data, path)), path, null, getPath(data, path))
    const decision = record.review_status === 'not_required' ? 'auto_approved' : 'review'
    check(decision === expected.decision, 'decision', expected.decision, [
      decision,
      ...record.review_reasons,
    ])
    for (const reason of expected.reasons)
      check(record.review_reasons.includes(reason), 'reasons', reason, record.review_reasons)
    assert.deepEqual(wrong, [])
  })
}
