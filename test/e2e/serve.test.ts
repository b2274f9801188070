import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { startCommand, until } from './command.ts'

test('`serve --demo` enriches the bundled letters and keeps serving records, reviews, costs and metrics', async (t) => {
  const folder = temporaryFolder(t)
  const serve = startCommand(['serve', '--demo'], { cwd: folder })
  t.after(() => serve.child.kill('SIGKILL'))
  await until(
    'the demo is done',
    60_000,
    () => serve.printed.stdout.includes('ready, Ctrl-C') || undefined,
  )
  const { stdout } = serve.printed
  assert.match(stdout, /documents +15/)
  const addresses = stdout.match(/http:\/\/127\.0\.0\.1:\d+\/\S+/g) ?? []
  const get = async (path: string): Promise<Record<string, unknown>> => {
    const address = addresses.find((each) => each.includes(path))
    assert.ok(address, `${path} is printed`)
    const response = await fetch(address)
    assert.equal(response.status, 200, address)
    return (await response.json()) as Record<string, unknown>
  }
  const record = await get('/api/documents/01-invitation')
  assert.equal(record['status'], 'completed')
  assert.equal(
    (record['enriched_data'] as { metadata: { document_type: string } }).metadata.document_type,
    'invitation',
  )
  const queue = await get('/api/review/queue')
  assert.ok((queue['tasks'] as unknown[]).length > 0)
  await get('/api/cost/report/spend')
  const metrics = addresses.find((each) => each.endsWith('/metrics')) ?? ''
  assert.match(
    await (await fetch(metrics)).text(),
    /colophon_documents_total\{outcome="auto_approved"\} [1-9]/,
  )
  serve.child.kill('SIGTERM')
  const { code, stderr } = await serve.ended
  assert.equal(code, 0, stderr)
})
