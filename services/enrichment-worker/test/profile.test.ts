import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/letters'
import { aDocument, aJob } from '@colophon/testkit'
import { LETTER, startRig } from './rig.ts'

test('a document of a profile that the worker does not know fails, and is not read as a letter', async (t) => {
  const rig = await startRig(t)
  const job = aJob({ profile: 'awards' })
  const document = aDocument({ text: LETTER })
  await rig.store.jobs.create(job)
  await rig.store.jobs.submit(job, [document])
  await rig.tell([document.document_id])
  const { status, error, attempts, enriched_data } = await rig.ended(document.document_id)
  assert.deepEqual([status, error?.code, attempts], ['failed', 'profile.unknown', 1])
  assert.match(error?.message ?? '', /no profile "awards" here, only letters/)
  assert.equal(enriched_data, null)
})

test('a document of a profile that an agent does not read fails, and leaves nothing of it behind', async (t) => {
  const rig = await startRig(t, { profiles: [{ ...lettersProfile, name: 'telegrams' }] })
  const job = aJob({ profile: 'telegrams' })
  const document = aDocument({ text: LETTER })
  await rig.store.jobs.create(job)
  await rig.store.jobs.submit(job, [document])
  await rig.tell([document.document_id])
  const { status, error, attempts, enriched_data } = await rig.ended(document.document_id)
  assert.deepEqual([status, error?.code, attempts], ['failed', 'profile.unknown', 1])
  assert.match(error?.message ?? '', /^\w+-agent does not read the profile "telegrams"$/)
  assert.equal(enriched_data, null)
  const { items } = await rig.store.ledger.list('default', {}, { limit: 50 })
  assert.deepEqual(items, [])
})
