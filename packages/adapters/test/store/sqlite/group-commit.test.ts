import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ColophonError } from '@colophon/domain'
import { GroupCommit, type Transaction } from '../../../src/store/sqlite/group-commit.ts'

/** A transaction that keeps a log, and whose sync ends when the test says so. */
function scripted(overrides: Partial<Transaction> = {}) {
  const log: string[] = []
  const syncs: { resolve: () => void; reject: (reason: Error) => void }[] = []
  const transaction: Transaction = {
    begin: () => log.push('begin'),
    commit: () => log.push('commit'),
    rollback: () => log.push('rollback'),
    sync: () =>
      new Promise((resolve, reject) => {
        syncs.push({ resolve, reject })
      }),
    ...overrides,
  }
  return { log, syncs, commits: new GroupCommit(transaction) }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
const synced = { sync: () => Promise.resolve() }
const sqliteError = (errcode: number): Error => Object.assign(new Error('SQLite'), { errcode })

test('what is written in one turn shares a transaction, in order', async () => {
  const { log, commits } = scripted(synced)
  const written = ['a', 'b', 'c'].map((name) =>
    commits.write(() => {
      log.push(name)
      return name
    }),
  )
  assert.deepEqual(log, [], 'nothing runs within write')
  assert.deepEqual(await Promise.all(written), ['a', 'b', 'c'])
  assert.deepEqual(log, ['begin', 'a', 'b', 'c', 'commit'])
})

test('nothing is acknowledged before it is on the disk', async () => {
  const { log, syncs, commits } = scripted()
  let acknowledged = false
  const written = commits.write(() => 1).then(() => (acknowledged = true))
  await turn()
  await turn()
  assert.deepEqual(log, ['begin', 'commit'])
  assert.equal(acknowledged, false)
  syncs[0]?.resolve()
  await written
})

test('while two batches are being synced, others wait and become one', async () => {
  const { log, syncs, commits } = scripted()
  const written: Promise<unknown>[] = []
  for (let n = 0; n < 6; n++) {
    written.push(commits.write(() => n))
    await turn()
    await turn()
  }
  assert.equal(syncs.length, 2)
  for (let n = 0; n < 3; n++) {
    syncs[n]?.resolve()
    await turn()
    await turn()
  }
  await Promise.all(written)
  assert.equal(log.filter((entry) => entry === 'commit').length, 3)
})

test('a refusal leaves the others alone', async () => {
  const { log, commits } = scripted(synced)
  const results = await Promise.allSettled([
    commits.write(() => 1),
    commits.write(() => {
      throw new ColophonError('lease.lost', 'no')
    }),
    commits.write(() => 3),
  ])
  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  assert.deepEqual(log, ['begin', 'commit'])
})

test('an operation that fails is undone, and the others are done again without it', async () => {
  const { log, commits } = scripted(synced)
  const results = await Promise.allSettled([
    commits.write(() => log.push('a')),
    commits.write(() => {
      throw new TypeError('a bug')
    }),
    commits.write(() => log.push('c')),
  ])
  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
  const each = ['begin', 'a', 'commit', 'begin', 'rollback', 'begin', 'c', 'commit']
  assert.deepEqual(log, ['begin', 'a', 'rollback', ...each])
})

test('a commit that fails rejects all that was in it', async () => {
  const { commits } = scripted({
    ...synced,
    commit: () => {
      throw sqliteError(13)
    },
  })
  const results = await Promise.allSettled([commits.write(() => 1), commits.write(() => 2)])
  for (const result of results) {
    assert.equal(result.status, 'rejected')
    assert.equal((result.reason as ColophonError).code, 'store.full')
  }
})

test('it waits for other processes, but not for ever', async () => {
  let refusals = 2
  const begin = (): void => {
    if (refusals-- > 0) throw sqliteError(5)
  }
  const { commits } = scripted({ ...synced, begin })
  assert.equal(await commits.write(() => 1), 1)
  refusals = Infinity
  await assert.rejects(
    commits.write(() => 1),
    (thrown: ColophonError) => thrown.code === 'store.unavailable',
  )
})

test('after a failed sync nothing is acknowledged any more', async () => {
  const { syncs, commits } = scripted()
  const full = (thrown: ColophonError) => thrown.code === 'store.full'
  const first = assert.rejects(
    commits.write(() => 1),
    full,
  )
  await turn()
  await turn()
  syncs[0]?.reject(new Error('EIO'))
  await first
  await assert.rejects(
    commits.write(() => 2),
    full,
  )
  await commits.drain()
})

test('a long queue is written in several batches, in order', async () => {
  const { log, commits } = scripted(synced)
  const done: number[] = []
  const written = Array.from({ length: 40 }, (_, n) =>
    commits.write(() => {
      const until = performance.now() + 1
      while (performance.now() < until);
      done.push(n)
    }),
  )
  await Promise.all(written)
  assert.deepEqual(
    done,
    Array.from({ length: 40 }, (_, n) => n),
  )
  assert.ok(log.filter((entry) => entry === 'commit').length > 1)
})

test('draining waits for what is queued and what is being synced', async () => {
  const { syncs, commits } = scripted()
  const written = commits.write(() => 1)
  let drained = false
  const draining = commits.drain().then(() => (drained = true))
  await turn()
  await turn()
  assert.equal(drained, false)
  syncs[0]?.resolve()
  await Promise.all([draining, written])
})
