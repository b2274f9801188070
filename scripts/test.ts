/**
 * `npm test`: every test file, two at a time, in an order of its own: the longest first, so that none of them runs alone
 * at the end while the other core waits. The files that took longest are named after the results. Files that are given
 * are run alone.
 */
import { globSync } from 'node:fs'
import { relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

const FILES = ['packages', 'services', 'web'].map((folder) => `${folder}/*/test/**/*.test.ts`)
/** Files and folders of those that take longest, in the order they are started. */
const LONGEST = [
  'test/local-model/letters',
  'packages/adapters/test/store/mongo/contract',
  'test/openapi',
  'test/monitoring/faults',
  'test/runbook',
  'packages/adapters/test/store/sqlite/contract',
  'test/expressions',
  'test/e2e/chaos',
  'test/monitoring/forms',
  'test/desk',
  'test/growth',
]
const NAMED = 40
/** Of a file: one that asks a real model beside others that take all cores needs half of it. */
const TIMEOUT_MS = 900_000

const rank = (file: string): number => {
  const place = LONGEST.findIndex((start) => file.startsWith(start))
  return place === -1 ? LONGEST.length : place
}

const given = process.argv.slice(2)
const found = given.length > 0 ? given : globSync([...FILES, 'test/**/*.test.ts']).toSorted()
const files = found.toSorted((a, b) => rank(a) - rank(b))
const took: { file: string; seconds: number }[] = []

const results = run({ files, concurrency: 2, timeout: TIMEOUT_MS })
results.on('test:summary', ({ file, duration_ms: ms }) => {
  if (file !== undefined) took.push({ file, seconds: ms / 1000 })
})
results.on('test:fail', ({ todo }) => {
  if (todo === undefined || todo === false) process.exitCode = 1
})
results.on('end', () => {
  const longest = took.toSorted((a, b) => b.seconds - a.seconds).slice(0, NAMED)
  const lines = longest.map(
    ({ file, seconds }) => `${seconds.toFixed(0).padStart(6)} s  ${relative('.', file)}`,
  )
  process.stdout.write(`\nlongest files:\n${lines.join('\n')}\n`)
})
results.compose(spec).pipe(process.stdout)
