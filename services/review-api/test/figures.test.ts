import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentOf, PEOPLE, SENDER, startRig, SUMMARY, taken, type Rig } from './rig.ts'

/** Samples of a metric by their labels. */
async function shown({ metrics }: Rig, name: string): Promise<Record<string, number>> {
  const lines = (await metrics.exposition()).split('\n')
  const samples = lines.flatMap((line) => {
    const [, of, labels = '', value] = /^colophon_([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    return of === name ? [[labels, Number(value)] as const] : []
  })
  return Object.fromEntries(samples)
}

test('what people do is counted once for each thing done, and fields by what was done to them', async (t) => {
  const rig = await startRig(t)
  const { reviewId } = await rig.letter()
  const eva = rig.actor('eva')
  await eva.ask('POST', '/api/review/next', {})
  const task = await taken(eva, reviewId)
  rig.clock.advance(40_000)
  const patched = await task.fields([
    { action: 'correct', path: SENDER, value: 'John' },
    { action: 'accept', path: SUMMARY },
    { action: 'remove', path: `${PEOPLE}.2` },
    { action: 'accept', path: `${PEOPLE}.0` },
    { action: 'accept', path: `${PEOPLE}.1` },
  ])
  const { revision } = documentOf(patched)
  // What is refused has not been done.
  assert.equal((await task.approve(revision - 1)).status, 409)
  const approved = await task.approve(revision)
  assert.equal(approved.status, 200)
  await eva.ask('POST', `/api/review/undo/${String(approved.body['undo'])}`, {})
  assert.deepEqual(await shown(rig, 'review_decisions_total'), {
    'action="take"': 2,
    'action="fields"': 1,
    'action="approve"': 1,
    'action="undo"': 1,
  })
  const field = (path: string, action: string): string =>
    `profile="letters",field="${path}",action="${action}"`
  assert.deepEqual(await shown(rig, 'review_fields_total'), {
    [field(SENDER, 'correct')]: 1,
    [field(SUMMARY, 'accept')]: 1,
    [field(`${PEOPLE}.*`, 'remove')]: 1,
    [field(`${PEOPLE}.*`, 'accept')]: 2,
  })
  assert.deepEqual(await shown(rig, 'review_seconds_count'), { '': 1 })
  const seconds = (await shown(rig, 'review_seconds_sum'))[''] ?? 0
  assert.ok(seconds >= 40 && seconds < 60, String(seconds))
})

test('requests that are being answered are shown as long as they are', async (t) => {
  const rig = await startRig(t)
  const stop = new AbortController()
  const eva = rig.actor('eva')
  await eva.ask('GET', '/api/review/queue')
  assert.deepEqual(await shown(rig, 'http_requests_in_flight'), { '': 0 })
  const stream = fetch(`${rig.url}/api/review/events`, {
    headers: { authorization: eva.authorization },
    signal: stop.signal,
  })
  assert.equal((await stream).status, 200)
  assert.deepEqual(await shown(rig, 'http_requests_in_flight'), { '': 1 })
  stop.abort()
  while ((await shown(rig, 'http_requests_in_flight'))[''] !== 0)
    await new Promise((resolve) => setTimeout(resolve, 20))
})
