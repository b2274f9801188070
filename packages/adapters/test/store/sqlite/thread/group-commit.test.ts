import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../../../src/store/sqlite/thread/database.ts'
import {
  GroupCommit,
  type Outcome,
  type Transaction,
} from '../../../../src/store/sqlite/thread/group-commit.ts'

/** A group commit whose transaction keeps a log, and the outcomes of what was written to it. */
function scripted(overrides: Partial<Transaction> = {}) {
  const log: string[] = []
  const outcomes: Outcome[] = []
  const commits = new GroupCommit(
    {
      begin: () => log.push('begin'),
      commit: () => log.push('commit'),
      rollback: () => log.push('rollback'),
      ...overrides,
    },
    () => log.push('sent'),
  )
  const write = (operation: () => unknown): void => {
    commits.write(operation, (outcome) => outcomes.push(outcome))
  }
  return { log, outcomes, commits, write }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
const sqliteError = (errcode: number): Error => Object.assign(new Error('SQLite'), { errcode })
const throws = (thrown: unknown) => () => {
  throw thrown
}
const codes = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.failure.code))

test('what is written in one turn shares a transaction, in order', async () => {
  const { log, outcomes, write } = scripted()
  for (const name of ['a', 'b', 'c']) write(() => log.push(name))
  assert.deepEqual(log, [], 'nothing runs within write')
  await turn()
  assert.deepEqual(log, ['begin', 'a', 'b', 'c', 'commit', 'sent'])
  assert.deepEqual(codes(outcomes), ['ok', 'ok', 'ok'])
})

test('nothing is settled before the commit', async () => {
  let settledAtCommit = -1
  const { outcomes, write } = scripted({
    commit: () => {
      settledAtCommit = outcomes.length
    },
  })
  write(() => 1)
  await turn()
  assert.equal(settledAtCommit, 0)
  assert.deepEqual(outcomes, [{ ok: true, result: 1 }])
})

test('a refusal leaves the others alone', async () => {
  const { log, outcomes, write } = scripted()
  write(() => 1)
  write(throws(new Refusal('lease.lost', 'no')))
  write(() => 3)
  await turn()
  assert.deepEqual(codes(outcomes), ['ok', 'lease.lost', 'ok'])
  assert.deepEqual(log, ['begin', 'commit', 'sent'])
})

test('an operation that fails is undone, and the others are done again without it', async () => {
  const { log, outcomes, write } = scripted()
  write(() => log.push('a'))
  write(throws(new TypeError('a bug')))
  write(() => log.push('c'))
  await turn()
  assert.deepEqual(codes(outcomes), ['ok', null, 'ok'])
  const each = ['begin', 'a', 'commit', 'begin', 'rollback', 'begin', 'c', 'commit']
  assert.deepEqual(log, ['begin', 'a', 'rollback', ...each, 'sent'])
})

test('a commit that fails rejects all that was in it', async () => {
  const { outcomes, write } = scripted({ commit: throws(sqliteError(13)) })
  write(() => 1)
  write(() => 2)
  await turn()
  assert.deepEqual(codes(outcomes), ['store.full', 'store.full'])
})

test('a rollback that SQLite has done by itself is no failure of its own', async () => {
  const { outcomes, write } = scripted({
    commit: throws(sqliteError(10)),
    rollback: throws(new Error('no transaction is active')),
  })
  write(() => 1)
  await turn()
  assert.deepEqual(codes(outcomes), ['store.full'])
})

test('it tries again when another process is writing, but not for ever', async () => {
  let refusals = 2
  const { outcomes, write } = scripted({
    begin: () => {
      if (refusals-- > 0) throw sqliteError(5)
    },
  })
  write(() => 1)
  await turn()
  refusals = Infinity
  write(() => 2)
  await turn()
  assert.deepEqual(codes(outcomes), ['ok', 'store.unavailable'])
})

test('a long queue is written in several batches, in order', async () => {
  const { log, write } = scripted()
  const done: number[] = []
  for (let n = 0; n < 40; n++) {
    write(() => {
      const until = performance.now() + 5
      while (performance.now() < until);
      done.push(n)
    })
  }
  await turn()
  assert.deepEqual(
    done,
    Array.from({ length: 40 }, (_, n) => n),
  )
  assert.ok(log.filter((entry) => entry === 'sent').length > 1)
})

test('what is queued can be written at once, before the end', () => {
  const { log, outcomes, commits, write } = scripted()
  write(() => 1)
  commits.flush()
  assert.deepEqual(codes(outcomes), ['ok'])
  commits.flush()
  assert.deepEqual(log, ['begin', 'commit', 'sent'])
})
