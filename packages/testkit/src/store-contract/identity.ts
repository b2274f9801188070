import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewDocument } from '@colophon/domain'
import { aDocument, aProvenance, aSource } from '../factories.ts'
import { TENANT, allPages, complete, createJob, read, submit, type OpenSubject } from './subject.ts'

const ofMachine = (machine: string, text: string): NewDocument =>
  aDocument({ document_id: 'a', source: aSource({ text, machine }) })

/** Which submitted documents are the same, and which are refused rather than replaced. */
export function identityCases(open: OpenSubject): void {
  test('a document of another collection is left as it is, whatever the text, and the others are taken', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const document = aDocument({ document_id: 'a', collection_id: 'fonds-a', text: 'One' })
    await submit(subject, [document])
    await complete(subject, 'a')
    const before = await read(subject, 'a')
    const job = await createJob(subject)
    const refused = { refused: 'document.other_collection', holder: 'fonds-a' }
    for (const text of ['One', 'Two']) {
      const other = aDocument({ document_id: 'a', collection_id: 'fonds-b', text })
      const beside = aDocument()
      assert.deepEqual(await store.jobs.submit(job, [other, beside]), [refused, 'created'])
    }
    assert.deepEqual(await read(subject, 'a'), before)
    const jobId = job.enrichment_job_id
    const listed = await allPages((page) => store.documents.list(TENANT, { jobId }, page), 5)
    assert.equal(listed.length, 2)
    assert.equal((await store.jobs.counts(TENANT, jobId)).total, 2)
    assert.deepEqual((await store.documents.revisions(TENANT, 'a', { limit: 5 })).items, [])
  })

  test('two collections that submit one id at the same time do not both get it', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const fonds = ['a', 'b', 'c', 'd']
    const jobs = await Promise.all(fonds.map(() => createJob(subject)))
    const outcomes = await Promise.all(
      jobs.map((job, n) =>
        store.jobs.submit(job, [
          aDocument({ document_id: 'a', collection_id: fonds[n] ?? '', text: `Letter ${n}` }),
        ]),
      ),
    )
    const taken = fonds.filter((_, n) => outcomes[n]?.[0] === 'created')
    assert.deepEqual([(await read(subject, 'a')).collection_id], taken)
  })

  test('how far a text may go is narrowed by whoever submits it again, and never widened', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const sent = async (text: string, reach?: 'rules' | 'local' | 'cloud') => {
      const source = aSource({ text, ...(reach !== undefined && { reach }) })
      const document = aDocument({ document_id: 'a', source })
      const outcomes = await store.jobs.submit(await createJob(subject), [document])
      return [outcomes[0], (await read(subject, 'a')).source.reach]
    }
    assert.deepEqual(await sent('One'), ['created', undefined])
    assert.deepEqual(await sent('One', 'local'), ['unchanged', 'local'])
    assert.deepEqual(await sent('One', 'cloud'), ['unchanged', 'local'])
    assert.deepEqual(await sent('One'), ['unchanged', 'local'])
    // A new text of it too: it is the same document.
    assert.deepEqual(await sent('Two', 'cloud'), ['revised', 'local'])
    assert.deepEqual(await sent('Three'), ['revised', 'local'])
    assert.deepEqual(await sent('Four', 'rules'), ['revised', 'rules'])
    await complete(subject, 'a')
    await store.documents.requeue(TENANT, { documentId: 'a', statuses: ['completed'] })
    assert.equal((await read(subject, 'a')).source.reach, 'rules')
  })

  test('with replace it becomes a document of the new collection, without what was decided of the old', async (t) => {
    const subject = await open(t)
    const { store } = subject
    await submit(subject, [aDocument({ document_id: 'a', collection_id: 'a', text: 'One' })])
    const human = aProvenance({ source: 'human:eva' })
    await complete(subject, 'a', { provenance: { 'content.summary': human } })
    const job = await createJob(subject)
    const other = aDocument({ document_id: 'a', collection_id: 'b', text: 'Two' })
    assert.deepEqual(await store.jobs.submit(job, [other], { replace: true }), ['revised'])
    const present = await read(subject, 'a')
    assert.deepEqual(
      [present.collection_id, present.source.text, present.revision, present.status],
      ['b', 'Two', 3, 'queued'],
    )
    assert.deepEqual([present.enriched_data, present.provenance], [null, {}])
    const kept = await store.documents.revision(TENANT, 'a', 2)
    assert.deepEqual(
      [kept?.document.collection_id, kept?.document.provenance['content.summary']?.source],
      ['a', 'human:eva'],
    )
  })

  test('with replace and the same text it moves, with what people have decided of it', async (t) => {
    const subject = await open(t)
    const { store } = subject
    await submit(subject, [aDocument({ document_id: 'a', collection_id: 'a' })])
    const human = aProvenance({ source: 'human:eva' })
    await complete(subject, 'a', { provenance: { 'content.summary': human } })
    const job = await createJob(subject)
    const moved = aDocument({ document_id: 'a', collection_id: 'b' })
    assert.deepEqual(await store.jobs.submit(job, [moved], { replace: true }), ['revised'])
    const present = await read(subject, 'a')
    assert.deepEqual([present.collection_id, present.status], ['b', 'queued'])
    assert.equal(present.provenance['content.summary']?.source, 'human:eva')
    assert.deepEqual(await store.jobs.submit(job, [moved], { replace: true }), ['unchanged'])
  })

  test('a document of another profile is never replaced', async (t) => {
    const subject = await open(t)
    const { store } = subject
    await submit(subject, [aDocument({ document_id: 'a' })], { profile: 'awards' })
    const before = await read(subject, 'a')
    const job = await createJob(subject)
    const refused = { refused: 'document.other_profile', holder: 'awards' }
    for (const replace of [false, true]) {
      for (const text of [undefined, 'Two']) {
        const document = aDocument({ document_id: 'a', ...(text !== undefined && { text }) })
        assert.deepEqual(await store.jobs.submit(job, [document], { replace }), [refused])
      }
    }
    assert.deepEqual(await read(subject, 'a'), before)
  })

  test('a file of another machine revises nothing unasked, one of the same machine does', async (t) => {
    const subject = await open(t)
    const { store } = subject
    await submit(subject, [ofMachine('tower', 'One')])
    const job = await createJob(subject)
    const put = async (document: NewDocument, replace = false) =>
      (await store.jobs.submit(job, [document], { replace }))[0]
    const refused = { refused: 'document.other_machine', holder: 'tower' }
    assert.deepEqual(await put(ofMachine('laptop', 'Two')), refused)
    assert.equal(await put(ofMachine('laptop', 'One')), 'unchanged')
    assert.equal(await put(ofMachine('tower', 'One, corrected')), 'revised')
    assert.equal(await put(ofMachine('laptop', 'Two'), true), 'revised')
    assert.equal((await read(subject, 'a')).source.machine, 'laptop')
    // Whoever gives the id himself means this document.
    assert.equal(await put(aDocument({ document_id: 'a', text: 'Three' })), 'revised')
    assert.equal(await put(ofMachine('tower', 'Four')), 'revised')
  })

  test('an id of earlier versions is found for the same text in the same collection only', async (t) => {
    const subject = await open(t)
    const { store } = subject
    await submit(subject, [aDocument({ document_id: 'old', text: 'One' })])
    const job = await createJob(subject)
    const put = (document: Partial<NewDocument> & { text: string }) =>
      store.jobs.submit(job, [aDocument({ former_id: 'old', ...document }), aDocument()])
    assert.deepEqual(await put({ document_id: 'new', text: 'One' }), ['unchanged', 'created'])
    assert.equal(await store.documents.get(TENANT, 'new'), null)
    const jobId = job.enrichment_job_id
    const listed = await allPages((page) => store.documents.list(TENANT, { jobId }, page), 5)
    assert.equal(listed[0]?.document_id, 'old')
    const elsewhere = { document_id: 'elsewhere', collection_id: 'b', text: 'One' }
    assert.deepEqual(await put(elsewhere), ['created', 'created'])
    assert.deepEqual(await put({ document_id: 'new', text: 'Two' }), ['created', 'created'])
    // It has an id of its own now.
    assert.deepEqual(await put({ document_id: 'new', text: 'One' }), ['revised', 'created'])
    assert.equal((await read(subject, 'old')).revision, 1)
  })
}
