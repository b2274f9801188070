import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  DocumentSearch,
  parseSearch,
  type FoundDocument,
  type SearchPage,
  type SearchRequest,
} from '@colophon/domain'
import { aDocument, aReview } from '../factories.ts'
import { decide } from './decide.ts'
import { TENANT, complete, submit, type OpenSubject, type Subject } from './subject.ts'

type Within = Omit<SearchRequest, 'terms'>

/** Takes everything into the index, where there is one. */
async function indexAll({ store }: Subject): Promise<void> {
  while ((await store.search.index()) > 0);
}

async function search(
  { store }: Subject,
  typed: string,
  { tenant = TENANT, limit = 10, ...within }: Within & { tenant?: string; limit?: number } = {},
): Promise<{ found: FoundDocument[]; last: SearchPage; pages: number }> {
  const found: FoundDocument[] = []
  let pages = 0
  let cursor: string | undefined
  for (;;) {
    const request = { terms: parseSearch(typed), ...within }
    const last = await store.search.find(tenant, request, { limit, cursor })
    assert.ok(last.items.length <= limit)
    found.push(...last.items)
    pages += 1
    if (last.cursor === null) return { found, last, pages }
    cursor = last.cursor
  }
}

const idsOf = (found: readonly FoundDocument[]): string[] =>
  found.map(({ document }) => document.document_id).sort()

async function found(subject: Subject, typed: string, within: Within = {}): Promise<string[]> {
  return idsOf((await search(subject, typed, within)).found)
}

const LETTERS = {
  anna: 'Breslau, 3. Mai 1864\n\nLiebe Anna,\n\nder Müller in der Neuen Gasse grüßt Dich.',
  marie: 'Genève, le 5 mai 1870\n\nMa chère Marie,\n\nj’ai vu l’Été à Neuchâtel.',
  john: 'Boston, 7 May 1871\n\nDear John,\n\nthe new york road is closed; new letters from York.',
}

async function letters(subject: Subject): Promise<void> {
  const documents = Object.entries(LETTERS).map(([document_id, text]) =>
    aDocument({ document_id, text, collection_id: document_id === 'john' ? 'us' : 'eu' }),
  )
  await submit(subject, documents)
  for (const { document_id } of documents) await complete(subject, document_id)
}

function wordCases(open: OpenSubject): void {
  test('words are found whole, whatever their case and diacritics, wherever they stand', async (t) => {
    const subject = await open(t)
    await letters(subject)
    assert.deepEqual(await found(subject, 'muller GASSE'), ['anna'])
    assert.deepEqual(await found(subject, 'müller'), ['anna'])
    assert.deepEqual(await found(subject, 'ete'), ['marie'])
    assert.deepEqual(await found(subject, 'mai'), ['anna', 'marie'])
    assert.deepEqual(await found(subject, 'mul'), [])
    assert.deepEqual(await found(subject, 'anna boston'), [])
    assert.deepEqual(await found(subject, '1864'), ['anna'])
  })

  test('a star leaves the end of a word open, quotes keep words together', async (t) => {
    const subject = await open(t)
    await letters(subject)
    assert.deepEqual(await found(subject, 'neu*'), ['anna', 'marie'])
    assert.deepEqual(await found(subject, '"new york"'), ['john'])
    assert.deepEqual(await found(subject, '„New York“'), ['john'])
    assert.deepEqual(await found(subject, '"york new"'), [])
    assert.deepEqual(await found(subject, '"new yo*"'), ['john'])
    assert.deepEqual(await found(subject, 'new-york'), ['john'])
  })

  test('nothing that a person types is a query of the index, or an error', async (t) => {
    const subject = await open(t)
    await letters(subject)
    for (const typed of [
      'anna OR john',
      'anna NOT john',
      'scope:anna',
      'NEAR(anna john)',
      '"anna',
      '((anna',
      'anna"*',
      '^anna',
      '{text}:anna',
      "anna'; --",
      'anna AND',
      'found_values : anna',
      '-anna',
      'anna + gasse',
      'anna\u0000*',
      '\ud800anna',
      'a:b*"c',
      '* anna *',
      '"" anna',
    ]) {
      const { last } = await search(subject, typed)
      assert.equal(last.of, 3, typed)
    }
    assert.deepEqual(await found(subject, 'anna OR john'), [])
    assert.deepEqual(await found(subject, 'anna"*'), ['anna'])
    assert.deepEqual(await found(subject, '(anna + gasse)'), ['anna'])
  })

  test('a search stays within its tenant, and where it is told so within a collection and a profile', async (t) => {
    const subject = await open(t)
    await letters(subject)
    await submit(subject, [aDocument({ document_id: 'theirs', text: LETTERS.anna })], {
      tenant_id: 'other',
    })
    await indexAll(subject)
    assert.deepEqual(await found(subject, 'mai'), ['anna', 'marie'])
    const theirs = await search(subject, 'mai', { tenant: 'other' })
    assert.deepEqual(idsOf(theirs.found), ['theirs'])
    assert.equal(theirs.last.of, 1)
    const within = await search(subject, 'new york', { collectionId: 'us' })
    assert.deepEqual([idsOf(within.found), within.last.searched, within.last.of], [['john'], 1, 1])
    assert.deepEqual(await found(subject, 'mai', { collectionId: 'us' }), [])
    assert.deepEqual(await found(subject, 'mai', { profile: 'letters' }), ['anna', 'marie'])
    assert.deepEqual(await found(subject, 'mai', { profile: 'recipes', collectionId: 'eu' }), [])
  })
}

function followingCases(open: OpenSubject): void {
  test('values are found, and after they have changed those that they are now', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const document = aDocument({ text: 'Dear Sir' })
    const id = document.document_id
    const long = `${'A long summary of what the letter tells. '.repeat(5)}Quincunx.`
    await submit(subject, [document])
    await complete(subject, id, {
      enriched_data: { people: [{ name: 'Zoë Brontë', born: 1816 }], content: { summary: long } },
    })
    await indexAll(subject)
    assert.deepEqual(await found(subject, 'bronte 1816 sir quincunx'), [id])
    assert.deepEqual(await found(subject, '"zoe bronte"'), [id])
    assert.deepEqual(await found(subject, '"bronte 1816"'), [], 'a phrase is of one value')
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
    assert.deepEqual(await found(subject, 'bronte'), [id], 'while it waits it is what it was')
    await complete(subject, id, { enriched_data: { people: [{ name: 'Anne Lister' }] } })
    assert.deepEqual(await found(subject, 'bronte'), [])
    assert.deepEqual(await found(subject, 'lister'), [id])
  })

  test('what a person corrected is found as soon as it is decided, and not what it was', async (t) => {
    const subject = await open(t)
    const document = aDocument({ text: 'Dear Sir' })
    const id = document.document_id
    await submit(subject, [document])
    await complete(subject, id, { enriched_data: { sender: 'Emily Bront' } })
    await indexAll(subject)
    assert.deepEqual(await found(subject, 'bront'), [id])
    await decide(subject, id, { enriched_data: { sender: 'Emily Brontë' } })
    assert.deepEqual(await found(subject, 'bronte'), [id])
    assert.deepEqual(await found(subject, 'bront'), [])
  })

  test('what a submission replaced is not found any more', async (t) => {
    const subject = await open(t)
    await letters(subject)
    await indexAll(subject)
    await submit(subject, [
      aDocument({ document_id: 'anna', collection_id: 'eu', text: 'Wien\n\nLiebe Gusti' }),
    ])
    assert.deepEqual(await found(subject, 'gasse'), [])
    await complete(subject, 'anna')
    assert.deepEqual(await found(subject, 'gusti'), ['anna'])
  })

  test('documents that wait are found once nothing is in work', async (t) => {
    const subject = await open(t)
    await submit(subject, [aDocument({ document_id: 'waits', text: 'Potsdam' })])
    await indexAll(subject)
    const { found: hits, last } = await search(subject, 'potsdam')
    assert.deepEqual([idsOf(hits), last.searched, last.of], [['waits'], 1, 1])
  })

  test('a document comes with its latest task', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const document = aDocument({ text: 'Dear Sir' })
    const id = document.document_id
    await submit(subject, [document])
    assert.equal((await search(subject, 'sir')).found[0]?.review, null)
    for (const n of [1, 2]) {
      await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
      const review = aReview({
        review_id: `rev-${n}`,
        document_id: id,
        document_revision: n + 1,
        title: `Title "${n}"`,
      })
      await complete(subject, id, { review_status: 'pending', review })
    }
    const [hit] = (await search(subject, 'sir')).found
    assert.deepEqual(hit?.review, { review_id: 'rev-2', title: 'Title "2"' })
    assert.deepEqual(hit.document.source, document.source)
  })

  test('pages give each document once, and say how many were searched', async (t) => {
    const subject = await open(t)
    const documents = Array.from({ length: 7 }, (_, n) => aDocument({ text: `Dear Sir ${n}` }))
    await submit(subject, documents)
    await submit(subject, [aDocument({ text: 'Madam' })])
    for (const { document_id } of documents) await complete(subject, document_id)
    await indexAll(subject)
    const { found: hits, last, pages } = await search(subject, 'dear', { limit: 3 })
    assert.deepEqual(idsOf(hits), documents.map((one) => one.document_id).sort())
    assert.ok(pages >= 3)
    assert.deepEqual([last.searched, last.of], [8, 8])
  })

  test('what the index finds is what stands in the document', async (t) => {
    const subject = await open(t)
    await letters(subject)
    for (const typed of ['muller gasse', 'neu*', '"new york"', 'l’été', 'grüßt', 'chere 1870']) {
      const terms = parseSearch(typed)
      const { found: hits } = await search(subject, typed)
      assert.ok(hits.length > 0, typed)
      for (const { document } of hits) {
        const excerpts = new DocumentSearch(terms).excerpts(document)
        assert.ok(excerpts.length >= terms.length, typed)
      }
    }
  })
}

/** Cases of search. */
export function searchCases(open: OpenSubject): void {
  wordCases(open)
  followingCases(open)
}
