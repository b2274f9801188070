import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCompletion, aDocument, aJob, aProvenance, aSource } from '../factories.ts'
import { TENANT, claim, complete, read, rejectsWith, submit, type OpenSubject } from './subject.ts'

const ODD_TEXTS: Record<string, string> = {
  'line ends and form feeds': 'a\r\nb\rc\n\fd\u2028e\u2029f\u0085',
  emoji: 'Liebe 👩‍👩‍👧‍👦 und \u{1f469}\u200d\u{1f680}',
  'a lone surrogate': 'before \ud83d after \udc00',
  NUL: 'a\0b\0',
  'a byte order mark': '\ufeffDear Sir',
  combining: 'e\u0301 \u00e9 \u212b',
  quotes: `'"\`\\ -- ; DROP TABLE documents; \${x} %s ?1`,
  'white space': ' \t\n ',
}

const ODD_KEYS = {
  'a.b': 1,
  $set: { '$a.b': [null, true] },
  '': 'empty',
  'with "quotes"': 0.1,
  über: 'ß',
  toString: 'own',
}

export function fidelityCases(open: OpenSubject): void {
  for (const [name, text] of Object.entries(ODD_TEXTS)) {
    test(`text with ${name} comes back as it was`, async (t) => {
      const subject = await open(t)
      const document = aDocument({ text })
      const id = document.document_id
      await submit(subject, [document])
      const claimed = await claim(subject, id)
      assert.equal(claimed.document.source.text, text)
      const completion = aCompletion({ enriched_data: { content: { full_text: text } } })
      await subject.store.work.commit(claimed.ref, completion)
      const stored = await read(subject, id)
      assert.equal(stored.source.text, text)
      assert.deepEqual(stored.enriched_data, { content: { full_text: text } })
    })
  }

  test('what a page looks like is kept: its image, and where words stand in it', async (t) => {
    const subject = await open(t)
    const sha256 = 'ab'.repeat(32)
    const image = { sha256, type: 'image/png', width: 60, height: 80, file: 'a/1.png' } as const
    const words = [{ start: 0, end: 1, x: 0.5, y: 1, w: 7.25, h: 3 }]
    const page = { number: 1, start: 0, end: 3, image, words }
    const document = aDocument({ source: aSource({ text: 'abc', pages: [page] }) })
    await submit(subject, [document])
    assert.deepEqual((await read(subject, document.document_id)).source.pages, [page])
  })

  test('keys may hold dots, dollars and nothing at all', async (t) => {
    const subject = await open(t)
    const document = aDocument({ source: aSource({ facts: ODD_KEYS }) })
    const job = await submit(subject, [document], { options: ODD_KEYS })
    const provenance = {
      'analysis.people.0': aProvenance(),
      '$a.b': aProvenance(),
      '': aProvenance(),
    }
    const completion = { enriched_data: ODD_KEYS, provenance }
    await complete(subject, document.document_id, completion)
    const stored = await read(subject, document.document_id)
    assert.deepEqual(stored.source.facts, ODD_KEYS)
    assert.deepEqual(stored.enriched_data, ODD_KEYS)
    assert.deepEqual(stored.provenance, provenance)
    const found = await subject.store.jobs.get(TENANT, job.enrichment_job_id)
    assert.deepEqual(found?.options, ODD_KEYS)
  })

  test('ids may hold anything that is Unicode text', async (t) => {
    const subject = await open(t)
    const ids = [
      'letters/1864 & 1865/№ 3.txt',
      "o'brien",
      '%_',
      '😀',
      '\u00c9',
      'E\u0301',
      'a b',
      'A B',
    ]
    const job = await submit(
      subject,
      ids.map((document_id) => aDocument({ document_id })),
    )
    assert.equal((await subject.store.jobs.counts(TENANT, job.enrichment_job_id)).total, ids.length)
    for (const id of ids) assert.equal((await read(subject, id)).document_id, id)
  })

  for (const id of ['', 'a\0b', 'a\ud83d']) {
    test(`the id ${JSON.stringify(id)} is refused`, async (t) => {
      const subject = await open(t)
      const job = await submit(subject, [])
      const submitted = subject.store.jobs.submit(job, [aDocument({ document_id: id })])
      await rejectsWith('input.invalid_document', submitted)
      await rejectsWith(
        'input.invalid_document',
        subject.store.jobs.create(aJob({ enrichment_job_id: id })),
      )
    })
  }

  test('a text of five million characters is taken whole', async (t) => {
    const subject = await open(t)
    const text = 'All work and no plaÿ. '.repeat(250_000)
    const document = aDocument({ text })
    await submit(subject, [document])
    const { document: claimed } = await claim(subject, document.document_id)
    assert.equal(claimed.source.text === text, true)
  })
}
