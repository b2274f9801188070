import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DecisionLine } from '@colophon/domain'
import { aProvenance } from '@colophon/testkit'
import { aWorld, said, type World } from './world.ts'

const AT = '2026-01-16T00:00:00.000Z'

const byHand = (tool: string, more: Parameters<typeof aProvenance>[0] = {}) =>
  aProvenance({ source: 'human:eva', agent: null, tool, confidence: 1, at: AT, ...more })

const decisions = {
  data: {
    content: { summary: 'By Eva', closing: 'Yours' },
    analysis: { people: [{ name: 'John' }] },
  },
  provenance: {
    'content.summary': byHand('correct'),
    'content.closing': byHand('accept', {
      evidence: { quote: 'Yours', start: 48, end: 53, match: 'exact' },
    }),
    'content.signature': byHand('illegible', { status: 'illegible' }),
    'content.postscript': byHand('reject', { status: 'uncertain', confidence: 0 }),
    'analysis.people.0': byHand('add'),
    'document.date.creation_date': aProvenance(),
  },
} as const

async function linesOf({ ask }: World, query = ''): Promise<DecisionLine[]> {
  const answer = await ask({ method: 'GET', path: `/api/review/decisions${query}` })
  assert.equal(answer.status, 200, said(answer))
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson')
  const lines = answer.text.split('\n')
  assert.equal(lines.pop(), '')
  return lines.map((line) => DecisionLine.parse(JSON.parse(line)))
}

test('a line for each document holds what people decided, and nothing else', async (t) => {
  const world = await aWorld(t)
  const { id } = await world.review({ ...decisions })
  await world.review()
  const [line, ...others] = await linesOf(world)
  assert.deepEqual(others, [])
  assert.deepEqual([line?.document_id, line?.profile, line?.revision], [id, 'letters', 2])
  const found = Object.entries(line?.fields ?? {}).map(([path, { status, value }]) => [
    path,
    status,
    value,
  ])
  assert.deepEqual(found, [
    ['content.summary', 'corrected', 'By Eva'],
    ['content.closing', 'confirmed', 'Yours'],
    ['content.signature', 'illegible', null],
    ['content.postscript', 'rejected', null],
    ['analysis.people.0', 'corrected', { name: 'John' }],
  ])
  const { reviewer, at, evidence } = line?.fields['content.closing'] ?? {}
  assert.deepEqual([reviewer, at, evidence?.quote], ['eva', AT, 'Yours'])
})

test('lines can be asked for by collection, by job and by time, over many pages', async (t) => {
  const world = await aWorld(t)
  const collection = { collection_id: 'diaries' }
  const one = await world.review({ ...decisions, document: collection })
  const ids = []
  for (let n = 0; n < 60; n++) ids.push((await world.review({ ...decisions })).id)
  const idsOf = async (query: string) =>
    (await linesOf(world, query)).map((line) => line.document_id)
  assert.deepEqual((await idsOf('')).toSorted(), [one.id, ...ids].toSorted())
  assert.deepEqual(await idsOf('?collection_id=diaries'), [one.id])
  assert.deepEqual(await idsOf(`?job_id=${one.task.enrichment_job_id}`), [one.id])
  assert.deepEqual(await idsOf('?collection_id=diaries&since=2026-01-16'), [one.id])
  assert.deepEqual(await idsOf('?collection_id=diaries&since=2026-01-17'), [])
})
