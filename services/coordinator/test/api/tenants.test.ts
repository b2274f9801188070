import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTokenSigner, createTokenVerifier } from '@colophon/runtime/auth'
import type { OpenApiDocument } from '@colophon/runtime/http'
import { endpointTo } from '../webhooks/rig.ts'
import { serveJobs } from './rig.ts'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }

function bearing(tenant: string): Record<string, string> {
  const token = createTokenSigner(KEYS, NAMES).sign({
    sub: 'mary',
    aud: NAMES.audience,
    tenant,
    roles: ['submitter', 'operator'],
    ttlS: 600,
  })
  return { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
}

const letter = (text: string) => `{"id": "letter-1", "text": "${text}"}\n`

test('a token sees, changes and counts nothing of another tenant, under the same ids', async (t) => {
  const { server, store } = await serveJobs(t, {
    webhooks: [endpointTo('https://hooks.example.org/', { tenant: 'museum' })],
    auth: { verifier: createTokenVerifier(KEYS, NAMES) },
    events: { pollMs: 10, heartbeatMs: 10_000 },
  })
  const ask = async (tenant: string, method: string, path: string, body?: string) => {
    const isJson = body?.endsWith('}') === true
    const headers = { ...bearing(tenant), ...(isJson && { 'content-type': 'application/json' }) }
    const init = { method, headers, ...(body === undefined ? {} : { body }) }
    const response = await fetch(server.url + path, init)
    return { status: response.status, text: await response.text() }
  }
  const submitted = await ask('museum', 'POST', '/api/jobs?job_id=j', letter('Dear Mary'))
  assert.equal(submitted.status, 202)

  const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  )
  assert.ok(operations.length >= 10)
  for (const { method, path } of operations) {
    // Submitting is tried below, and a session shows nothing but who has begun it.
    if (path === '/api/session' || (path === '/api/jobs' && method === 'POST')) continue
    const id = path.startsWith('/api/jobs') ? 'j' : 'letter-1'
    const named = path.replace('{id}', id).replace('{name}', 'catalogue')
    const body = path.endsWith('/replay') ? '{"endpoint": "catalogue", "state": "dead"}' : undefined
    const { status, text } = await ask('archive', method, named, body)
    assert.equal(status, named === path && body === undefined ? 200 : 404, `${method} ${path}`)
    assert.ok(!text.includes('museum') && !text.includes('Dear Mary'), `${method} ${path}`)
    if (status === 200) assert.ok(!text.includes('letter-1'), `${method} ${path}`)
  }
  assert.equal((await store.jobs.counts('museum', 'j')).queued, 1)

  // The same job and document id, of its own.
  const own = await ask('archive', 'POST', '/api/jobs?job_id=j', letter('Dear John'))
  assert.match(own.text, /"accepted":1/)
  assert.match((await ask('archive', 'GET', '/api/documents/letter-1')).text, /Dear John/)
  assert.match((await ask('museum', 'GET', '/api/documents/letter-1')).text, /Dear Mary/)
  await ask('archive', 'POST', '/api/jobs/j/cancel')
  assert.equal((await store.jobs.counts('museum', 'j')).queued, 1)
})
