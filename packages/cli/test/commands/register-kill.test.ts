import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openStore } from '@colophon/adapters/store'
import { getPath, type Store } from '@colophon/domain'
import { aCompletion, aDocument, aJob, aProvenance, temporaryFolder } from '@colophon/testkit'

const COMMAND = fileURLToPath(new URL('../../bin/colophon.js', import.meta.url))
const SENDER = 'document.correspondence.sender.name'
const OF = { tenant_id: 'default', collection_id: 'papers' }
const COUNT = 20

/** Letters that were run: three with the full name, all others with initials. */
async function enriched(store: Store): Promise<void> {
  const job = aJob(OF)
  await store.jobs.create(job)
  for (let n = 0; n < COUNT; n++) {
    const name = n < 3 ? 'Jane Lowell' : 'J. Lowell'
    const text = `All is well.\n\n${name}`
    const start = text.indexOf(name)
    const evidence = { quote: name, start, end: start + name.length, match: 'exact' as const }
    const document_id = `paper-${String(n).padStart(3, '0')}`
    await store.jobs.submit(job, [aDocument({ ...OF, document_id, text })])
    const claim = await store.work.claim('default', document_id, 'test', 60_000)
    assert.ok(claim)
    await store.work.commit(
      claim.ref,
      aCompletion({
        enriched_data: { document: { correspondence: { sender: { name } } } },
        provenance: { [SENDER]: aProvenance({ evidence }) },
      }),
    )
  }
}

const documentsIn = async (store: Store) =>
  (await store.documents.list('default', {}, { limit: 100 })).items

/** Starts the command and kills it once some records are changed; whether it had ended before. */
async function killed(t: TestContext, cwd: string, store: Store): Promise<boolean> {
  const child = spawn(process.execPath, [COMMAND, 'register', 'papers'], {
    cwd,
    env: { ...process.env, STORE_URL: `sqlite:${join(cwd, 'store.db')}`, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  })
  t.after(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  const before = (await documentsIn(store)).filter(({ revision }) => revision > 2).length
  while (child.exitCode === null) {
    const now = (await documentsIn(store)).filter(({ revision }) => revision > 2).length
    if (now > before + 5) break
    await delay(2)
  }
  const isWhole = child.exitCode !== null
  child.kill('SIGKILL')
  await ended
  return isWhole
}

test('killed again and again in the middle of a pass, every record ends with its name, changed once', async (t) => {
  const cwd = temporaryFolder(t)
  await using store = await openStore(`sqlite:${join(cwd, 'store.db')}`)
  await enriched(store)
  const decided = 'paper-010'
  const before = await store.documents.get('default', decided)
  assert.ok(before)
  const human = aProvenance({ source: 'human:eva', tool: 'accept', confidence: 1 })
  await store.desk.commit({
    ...{ tenant_id: 'default', document_id: decided, revision: before.revision },
    document: { ...before, provenance: { ...before.provenance, [SENDER]: human } },
    ...{ task: null, audit: [], outbox: [] },
  })
  const kept = await store.documents.get('default', decided)

  for (let attempt = 0; attempt < 30 && !(await killed(t, cwd, store)); attempt++);
  for (const document of await documentsIn(store)) {
    if (document.document_id === decided) {
      assert.deepEqual(document, kept)
      continue
    }
    assert.equal(getPath(document.enriched_data, SENDER), 'Jane Lowell', document.document_id)
    const { items } = await store.audit.list('default', document.document_id, { limit: 9 })
    const isFull = document.document_id < 'paper-003'
    const actions = items.map(({ action }) => action)
    assert.deepEqual(
      actions.filter((action) => action === 'field.registered'),
      isFull ? [] : ['field.registered'],
    )
  }
  assert.deepEqual(await store.register.due(9), [])
})
