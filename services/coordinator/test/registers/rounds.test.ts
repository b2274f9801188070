import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { aDocument, aJob } from '@colophon/testkit'
import { Registers } from '../../src/registers.ts'
import { KEY, PROFILE, startRig, type Rig } from './rig.ts'

const registersOf = ({ store, clock }: Rig, owner: string): Registers =>
  new Registers({
    ...{ store, owner, profiles: [PROFILE], now: () => clock.now() },
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
  })

const running = (): AbortSignal => new AbortController().signal

async function untilIdle(registers: Registers): Promise<number> {
  for (let round = 1; round < 20; round++) if (!(await registers.round(running()))) return round
  return assert.fail('it goes on for ever')
}

test('rounds go on until there is nothing to do, and one process makes them at a time', async (t) => {
  const rig = await startRig(t)
  await rig.papers({ a: 'Jane Low', b: 'J. Low' })
  const [one, other] = [registersOf(rig, 'one'), registersOf(rig, 'other')]
  assert.equal(await one.round(running()), true)
  assert.equal(await other.round(running()), false)
  await untilIdle(one)
  assert.equal(await rig.sender('b'), 'Jane Low')
  await one.resign()
  await rig.papers({ c: 'J. Low' })
  await untilIdle(other)
  assert.equal(await rig.sender('c'), 'Jane Low')
})

test('a collection whose job has not ended waits for the rest of it', async (t) => {
  const rig = await startRig(t)
  const job = aJob(KEY)
  await rig.store.jobs.create(job)
  const documents = ['a', 'b'].map((document_id) => aDocument({ ...KEY, document_id }))
  await rig.store.jobs.submit(job, documents)
  const registers = registersOf(rig, 'one')
  await rig.complete('a', 'Jane Low')
  assert.equal(await registers.round(running()), false)
  await rig.complete('b', 'J. Low')
  await untilIdle(registers)
  assert.equal(await rig.sender('b'), 'Jane Low')
})
