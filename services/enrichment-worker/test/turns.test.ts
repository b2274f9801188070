import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openModels } from '@colophon/adapters/models'
import { createScriptedModels } from '@colophon/adapters/models/scripted'
import { startSimulatedOllama } from '@colophon/testkit/providers'
import { LETTER, startRig } from './rig.ts'

test('a worker that stops leaves a mark for the run that was asked, and none for those that waited for their turn', async (t) => {
  const server = await startSimulatedOllama({ behaviour: { next: ['ok', 'half_open'] } })
  t.after(() => server[Symbol.asyncDispose]())
  let waiting = 0
  const client = await openModels(
    { local: `ollama://127.0.0.1:${server.port}/llama3.2` },
    { events: { load: (load) => (waiting = load.waiting) } },
  )
  t.after(() => client[Symbol.asyncDispose]())
  const rig = await startRig(t, { client, tiersOf: () => ['local'] })
  const ids = await rig.submit([LETTER, LETTER.replace('1862', '1863')])
  await rig.tell(ids)
  while (server.requests.length < 2 || waiting < 3)
    await new Promise((resolve) => setTimeout(resolve, 5))
  await rig.stop()
  const claims = await Promise.all(
    ids.map((id) => rig.store.work.claim('default', id, 'next', 60_000)),
  )
  const lost = claims.flatMap((claim) => claim?.lost ?? [])
  assert.equal(lost.length, 1)
})

test('how many fields another tier is asked for at once is nothing to an answer that is kept', async (t) => {
  const asked: string[] = []
  const scripted = createScriptedModels({})
  const client = {
    ...scripted,
    complete: (request: Parameters<typeof scripted.complete>[0]) => {
      asked.push(request.agent)
      return scripted.complete(request)
    },
  }
  const maxFields = { local: 3, fast: 5 }
  const rig = await startRig(t, { client, tiersOf: () => ['rules', 'fast'], maxFields })
  const enrich = async (text: string): Promise<number> => {
    const before = asked.length
    const [id = ''] = await rig.submit([text])
    await rig.tell([id])
    await rig.ended(id)
    return asked.length - before
  }
  const first = await enrich(LETTER)
  assert.ok(first > 0)
  maxFields.local = 1
  assert.equal(await enrich(LETTER), 0)
  maxFields.fast = 4
  assert.equal(await enrich(LETTER), first)
})
