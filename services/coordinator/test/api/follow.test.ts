import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { aDocument, aJob } from '@colophon/testkit'
import type { JobView } from '../../src/api/jobs.ts'
import { serveJobs } from './rig.ts'

const letter = (id: string) => ({ id, text: `Dear Mary, this is letter ${id}.` })
const EVENTS = { pollMs: 10, heartbeatMs: 50 }
/** Events that do not come, or do not end, are a failure and no reason to wait for ever. */
const PATIENCE = { timeout: 60_000 }

interface Event {
  name: string
  state: Pick<JobView, 'status' | 'counts'>
}

/** Events as they come; comments have the name `comment`. */
async function* eventsOf(response: Response): AsyncGenerator<Event> {
  assert.ok(response.body)
  let text = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      if (part.startsWith(':')) yield { name: 'comment', state: {} as Event['state'] }
      const [, name, json] = /^event: (\w+)\ndata: (.+)$/.exec(part) ?? []
      if (name !== undefined && json !== undefined) {
        yield { name, state: JSON.parse(json) as Event['state'] }
      }
    }
  }
}

suite('events of a job', () => {
  test('tell of every change, and end with its last document', PATIENCE, async (t) => {
    const { postLines, server, complete } = await serveJobs(t, { events: EVENTS })
    await postLines('/api/jobs?job_id=j', [letter('a'), letter('b')])
    const response = await fetch(`${server.url}/api/jobs/j/events`)
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/)
    const seen: string[] = []
    const states = new Set<string>()
    const waiting = ['a', 'b']
    for await (const { name, state } of eventsOf(response)) {
      if (name === 'comment') continue
      seen.push(`${name} ${state.status} ${state.counts.completed}`)
      states.add(JSON.stringify([name, state.status, state.counts]))
      const next = waiting.shift()
      if (next !== undefined) await complete(next)
    }
    assert.equal(seen[0], 'counts queued 0')
    assert.equal(seen.at(-1), 'end completed 2')
    // Whether a look falls between the claim of a document and its end is chance; that each one has news is not.
    assert.equal(states.size, seen.length)
  })

  test('go on without news, so that the connection is not taken for dead', PATIENCE, async (t) => {
    const { postLines, server } = await serveJobs(t, { events: EVENTS })
    await postLines('/api/jobs?job_id=j', [letter('a')])
    const abort = new AbortController()
    const response = await fetch(`${server.url}/api/jobs/j/events`, { signal: abort.signal })
    let comments = 0
    for await (const { name } of eventsOf(response)) {
      if (name === 'comment') comments += 1
      if (comments === 2) break
    }
    abort.abort()
  })

  test('end when the client goes and when the service stops', PATIENCE, async (t) => {
    const stop = new AbortController()
    let looks = 0
    const { postLines, server, store } = await serveJobs(t, { events: EVENTS, stop: stop.signal })
    await postLines('/api/jobs?job_id=j', [letter('a')])
    const counts = store.jobs.counts.bind(store.jobs)
    store.jobs.counts = (...args) => {
      looks += 1
      return counts(...args)
    }
    const abort = new AbortController()
    const gone = await fetch(`${server.url}/api/jobs/j/events`, { signal: abort.signal })
    await eventsOf(gone).next()
    abort.abort()
    // Nobody looks any more: two equal readings, far more than a poll apart.
    let quiet = false
    for (let tries = 0; tries < 50 && !quiet; tries++) {
      const before = looks
      await delay(200)
      quiet = looks === before
    }
    assert.ok(quiet, 'the job of a client that has gone is still looked at')
    const stays = await fetch(`${server.url}/api/jobs/j/events`)
    stop.abort()
    for await (const _event of eventsOf(stays)) void 0
  })

  test('of a job that is not there are a 404', async (t) => {
    const { call } = await serveJobs(t)
    assert.equal((await call('/api/jobs/none/events')).status, 404)
  })
})

suite('a job', () => {
  test('can be cancelled: what waits is, and what was waiting can be sent round again', async (t) => {
    const { postLines, call, complete } = await serveJobs(t)
    await postLines('/api/jobs?job_id=j', [letter('a'), letter('b'), letter('c')])
    await complete('a')
    const post = (path: string) =>
      call<{ cancelled: number; queued: number; job: JobView }>(path, { method: 'POST' })
    const cancelled = (await post('/api/jobs/j/cancel')).body
    assert.deepEqual([cancelled.cancelled, cancelled.job.status], [2, 'cancelled'])
    assert.equal((await post('/api/jobs/j/cancel')).body.cancelled, 0)
    assert.equal((await post('/api/jobs/j/retry')).body.queued, 0)
    const again = (await post('/api/jobs/j/retry?status=cancelled')).body
    assert.deepEqual(
      [again.queued, again.job.status, again.job.counts.queued],
      [2, 'processing', 2],
    )
    assert.equal((await post('/api/jobs/none/cancel')).status, 404)
    assert.equal((await post('/api/jobs/none/retry')).status, 404)
  })

  test('has its failed documents tried again', async (t) => {
    const { postLines, call, complete, fail, store } = await serveJobs(t)
    await postLines('/api/jobs?job_id=j', [letter('a'), letter('b')])
    await complete('a')
    await fail('b')
    const { body } = await call<{ queued: number; job: JobView }>('/api/jobs/j/retry', {
      method: 'POST',
    })
    assert.deepEqual([body.queued, body.job.counts.completed], [1, 1])
    const record = await store.documents.get('default', 'b')
    assert.deepEqual([record?.status, record?.attempts, record?.error], ['queued', 0, null])
  })
})

test('a job that is cancelled while it is read never looks complete', async (t) => {
  const { postLines, call, store } = await serveJobs(t)
  await postLines('/api/jobs?job_id=j', [letter('a')])
  const get = store.jobs.get.bind(store.jobs)
  store.jobs.get = async (...args) => {
    const job = await get(...args)
    store.jobs.get = get
    await store.jobs.cancel('default', 'j')
    return job
  }
  assert.equal((await call<JobView>('/api/jobs/j')).body.status, 'cancelled')
})

suite('a record', () => {
  test('is exported in each format under a name that any id allows', async (t) => {
    const { postLines, server, complete } = await serveJobs(t)
    const id = 'box 1/Müller "x"'
    await postLines('/api/jobs', [letter(id)])
    await complete(id)
    const get = async (format: string) => {
      const path = `/api/documents/${encodeURIComponent(id)}/export${format}`
      const response = await fetch(server.url + path)
      const { headers, status } = response
      return { status, headers, text: await response.text() }
    }
    const json = await get('')
    assert.match(json.headers.get('content-type') ?? '', /^application\/json/)
    const record = JSON.parse(json.text) as Record<string, unknown>
    assert.equal(record['document_id'], id)
    assert.equal('lease' in record, false)
    assert.equal(
      json.headers.get('content-disposition'),
      `attachment; filename="box_1_M_ller__x_.json"; filename*=UTF-8''${encodeURIComponent(id)}.json`,
    )
    const lines = await get('?format=jsonl')
    assert.deepEqual(JSON.parse(lines.text), record)
    const csv = await get('?format=csv')
    assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/)
    assert.equal(csv.text.split('\r\n').length, 3)
    const path = `${server.url}/api/documents/${encodeURIComponent(id)}/export?format=csv`
    const bytes = async (query: string) =>
      Buffer.from(await (await fetch(path + query)).arrayBuffer())
    assert.match((await bytes('')).toString(), /^\ufeffdocument_id,/)
    assert.match((await bytes('&bom=false')).toString(), /^document_id,/)
    assert.equal((await get('?format=xml')).status, 400)
  })

  test('is exported with what people said of it', async (t) => {
    const { postLines, call, complete, store } = await serveJobs(t)
    await postLines('/api/jobs', [letter('letter-1')])
    await complete('letter-1')
    const at = '2026-01-15T12:00:00.000Z'
    const place = { path: 'content.summary', span: { start: 0, end: 4 }, answers: null }
    const said = { comment_id: 'com-1', document_id: 'letter-1', text: 'So?', by: 'eva', at }
    const comment = { ...said, ...place, resolved_by: null, resolved_at: null }
    await store.desk.putComment({ tenant_id: 'default', ...comment }, [])
    const { body } = await call<{ comments: unknown[] }>('/api/documents/letter-1/export')
    assert.deepEqual(body.comments, [comment])
  })

  test('of a profile that this process lacks has no table, and is given whole', async (t) => {
    const { call, store } = await serveJobs(t)
    const job = aJob({ profile: 'maps' })
    const document = aDocument()
    await store.jobs.create(job)
    await store.jobs.submit(job, [document])
    const exported = `/api/documents/${document.document_id}/export`
    assert.equal((await call<{ profile: string }>(exported)).body.profile, 'maps')
    const table = await call<{ code: string }>(`${exported}?format=csv`)
    assert.deepEqual([table.status, table.body.code], [400, 'profile.unknown'])
  })

  test('that is not there cannot be exported', async (t) => {
    const { call } = await serveJobs(t)
    assert.equal((await call('/api/documents/none/export?format=csv')).status, 404)
  })
})
