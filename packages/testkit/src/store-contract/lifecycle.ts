import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCompletion, aDocument, aJob } from '../factories.ts'
import {
  TENANT,
  claim,
  createJob,
  read,
  rejectsWith,
  submitOne,
  type OpenSubject,
} from './subject.ts'

export function lifecycleCases(open: OpenSubject): void {
  test('an open store answers', async (t) => {
    const { store } = await open(t)
    await store.ping()
  })

  test('closing waits for what was written, and may be done twice', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const job = await createJob(subject)
    const submitted = store.jobs.submit(job, [aDocument()])
    await Promise.all([store[Symbol.asyncDispose](), store[Symbol.asyncDispose]()])
    assert.deepEqual(await submitted, ['created'])
    await store[Symbol.asyncDispose]()
  })

  test('a closed store says so', async (t) => {
    const { store } = await open(t)
    await store[Symbol.asyncDispose]()
    await rejectsWith('store.unavailable', store.ping())
    await rejectsWith('store.unavailable', store.jobs.create(aJob()))
    await rejectsWith('store.unavailable', store.documents.get(TENANT, 'x'))
    await rejectsWith('store.unavailable', store.dispatch.pending(1))
  })

  test('a read sees every write that was acknowledged', async (t) => {
    const subject = await open(t)
    for (let round = 0; round < 20; round++) {
      const { id } = await submitOne(subject)
      const { ref } = await claim(subject, id)
      await subject.store.work.commit(ref, aCompletion())
      assert.equal((await read(subject, id)).status, 'completed')
    }
  })
}
