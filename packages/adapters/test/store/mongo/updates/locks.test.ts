import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { MongoClient } from 'mongodb'
import type { Records, Stored } from '../../../../src/store/mongo/connection/collections.ts'
import { LockedUpdates } from '../../../../src/store/mongo/updates/locked-updates.ts'
import { Locks } from '../../../../src/store/mongo/updates/locks.ts'
import { skip, suiteMongo } from '../servers.ts'

/** Longer than what is done under a lock takes on a slow machine. */
const ABANDONED_MS = 1_000

suite('mongodb: locks where the server has no atomic writes', { skip }, () => {
  const servers = suiteMongo('locks')

  async function collections(t: TestContext) {
    const raw = await MongoClient.connect(servers.url())
    t.after(() => raw.close())
    const locks = raw.db().collection<Stored>('locks')
    await locks.createIndexes([{ key: { key: 1 }, name: 'key_1', unique: true }])
    return { locks, records: raw.db().collection<Stored>('records') }
  }

  test('a lock that its process left behind is taken over', async (t) => {
    const { locks: records } = await collections(t)
    await records.insertOne({ _id: 'of a dead process', key: 'document' })
    const locks = [1, 2].map(() => new Locks(records, ABANDONED_MS))
    const order: string[] = []
    await Promise.all(
      locks.map((lock) =>
        lock.hold('document', async () => {
          order.push('in')
          await records.findOne({ _id: 'anything' })
          order.push('out')
        }),
      ),
    )
    assert.deepEqual(order, ['in', 'out', 'in', 'out'])
    assert.equal(await records.countDocuments(), 0)
  })

  test('a process that was stopped while it held a lock looks again before it writes', async (t) => {
    const { locks, records } = await collections(t)
    await records.insertOne({ _id: 'document', claimed: 0 })
    const updates = [1, 2].map(() => new LockedUpdates(new Locks(locks, ABANDONED_MS)))
    const [stopped, other] = updates as [LockedUpdates, LockedUpdates]
    const claimBy = (by: LockedUpdates, through: Records) =>
      by.one(through, 'document', { claimed: 0 }, { $inc: { claimed: 1 } })
    const [read, goOn] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()]
    const stalling = new Proxy(records, {
      get(target, name) {
        if (name !== 'findOne') return Reflect.get(target, name, target) as unknown
        return async (filter: { _id: string }) => {
          const found = await target.findOne(filter)
          read.resolve(undefined)
          await goOn.promise
          return found
        }
      },
    })
    const late = claimBy(stopped, stalling)
    await read.promise
    assert.equal((await claimBy(other, records))?.['claimed'], 1)
    goOn.resolve(undefined)
    assert.equal(await late, null)
    assert.equal((await records.findOne({ _id: 'document' }))?.['claimed'], 1)
  })

  test('a server that is always too slow counts as one that is away, and nothing is written', async (t) => {
    const { locks, records } = await collections(t)
    await records.insertOne({ _id: 'document', claimed: 0 })
    const never = new LockedUpdates(new Locks(locks, 0))
    const change = { $inc: { claimed: 1 } }
    await assert.rejects(never.one(records, 'document', { claimed: 0 }, change), {
      code: 'store.unavailable',
    })
    assert.equal((await records.findOne({ _id: 'document' }))?.['claimed'], 0)
    assert.equal(await locks.countDocuments(), 0)
  })
})
