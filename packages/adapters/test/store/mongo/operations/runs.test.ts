import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '@colophon/domain'
import { aDocument, aJob, aRun } from '@colophon/testkit'
import { openMongoStore } from '../../../../src/store/mongo/open.ts'
import { Budgets } from '../../../../src/store/mongo/operations/budgets.ts'
import { Claims } from '../../../../src/store/mongo/operations/claims.ts'
import { connect } from '../../../../src/store/mongo/connection/connection.ts'
import { Effects } from '../../../../src/store/mongo/operations/effects.ts'
import { Runs } from '../../../../src/store/mongo/operations/runs.ts'
import { skip, suiteMongo } from '../servers.ts'

suite('mongodb: runs that begin together', { skip }, () => {
  const servers = suiteMongo('runs')

  test('have all come to an end when one of them fails: what is reserved later nobody would undo', async (t) => {
    const url = servers.url()
    const store = await openMongoStore(url, { clock: systemClock })
    const connection = await connect(url)
    t.after(async () => {
      await connection[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    })
    const [job, document] = [aJob(), aDocument()]
    await store.jobs.create(job)
    await store.jobs.submit(job, [document])
    const claim = await store.work.claim('default', document.document_id, 'worker', 60_000)
    assert.ok(claim)
    const reserved: string[] = []
    const limits = [{ key: 'day', limit_pico_usd: 100n }]
    const { document_id } = document
    const [failing, slow] = [1, 2].map(() => aRun({ document_id, limits, bound_pico_usd: 1n }))
    class HalfFailing extends Budgets {
      override async reserve(...[of, reservation]: Parameters<Budgets['reserve']>) {
        if (reservation.runId === failing?.run_id) throw new Error('cut off')
        await delay(100)
        const isReserved = await super.reserve(of, reservation)
        reserved.push(reservation.runId)
        return isReserved
      }
    }
    const budgets = new HalfFailing(connection)
    const runs = new Runs(new Claims(connection), budgets, new Effects(connection, budgets))
    assert.ok(failing && slow)
    await assert.rejects(runs.begin(claim.ref, [failing, slow]), /cut off/)
    assert.deepEqual(reserved, [slow.run_id])
  })
})
