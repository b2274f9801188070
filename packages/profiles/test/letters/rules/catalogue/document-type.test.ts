import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { documentType } from '../../../../src/letters/rules/catalogue/index.ts'

const CASES = [
  [
    'letter',
    'en',
    'York, 3 May 1820\nDear Sir,\nI have your letter of Monday and shall answer it at length.\nYours truly\nA. Hall',
  ],
  [
    'letter',
    'de',
    'Lieber Freund!\nDank für Dein Telegramm, es kam am Morgen.\nHerzlich Dein Karl',
  ],
  [
    'memo',
    'en',
    'MEMORANDUM\n\nTo: All staff\nFrom: The director\nDate: 3 May 1961\n\nThe library closes at five.',
  ],
  ['memo', 'en', 'To: Mr Hall\nFrom: Miss Lowe\nSubject: Coal\n\nThe stock is low.'],
  ['telegram', 'de', 'Deutsches Telegramm\naus Köln\nankomme morgen abend'],
  ['telegram', 'en', 'ARRIVING TUESDAY STOP MEET ME AT THE STATION STOP LOVE ANNE'],
  ['telegram', 'de', 'kann nicht kommen bitte sofort antwort wegen der wohnung grüsse'],
  ['fax', 'en', 'FAX MESSAGE\nTo: Hall & Co\nPages: 2\n\nPlease confirm.'],
  [
    'email',
    'en',
    'From: anne@example.org\nTo: karl@example.org\nSubject: proofs\n\nHere they are.',
  ],
  [
    'invitation',
    'en',
    'Mr and Mrs Hall request the pleasure of your company at dinner on Friday. R.S.V.P.',
  ],
  [
    'invitation',
    'fr',
    'Monsieur et Madame Petit ont l’honneur de vous inviter au bal du 3 mai. R.S.V.P.',
  ],
  [
    'invitation',
    'de',
    'Herr und Frau Hall beehren sich, Sie zum Abendessen am Freitag einzuladen. U. A. w. g.',
  ],
  [
    'postcard',
    'en',
    'POST CARD\n\nMiss A. Hall\n3 Mill Lane\n\nWe have had two fine days by the sea.',
  ],
  [
    'postcard',
    'de',
    'Herrn\nKarl Hall\nKöln\nDomgasse 3\n\nViele Grüße vom See, wir bleiben bis Freitag.\nAnna',
  ],
] as const

for (const [type, language, text] of CASES) {
  test(`${language}: ${type}: ${text.slice(0, 30).replaceAll('\n', ' / ')}`, () => {
    const found = documentType(text, { language })
    assert.equal(found.value, type)
    if (found.evidence) assert.ok(found.evidence.end <= text.length)
  })
}

test('an invitation inside a long letter leaves it a letter', () => {
  const text = `Dear Anne,\nI hope for the pleasure of your company in June. ${'We are all well and the garden is green. '.repeat(30)}\nYours ever\nKarl`
  assert.equal(documentType(text, { language: 'en' }).value, 'letter')
})

test('a file name decides only where the text is silent', () => {
  assert.equal(
    documentType('Fine days by the sea.', { language: 'en', fileName: 'box1/postcard_12.txt' })
      .value,
    'postcard',
  )
  assert.equal(
    documentType('MEMO\n\nThe stock is low.', { language: 'en', fileName: 'postcard.txt' }).value,
    'memo',
  )
})

test('without any feature it is a letter with modest confidence', () => {
  const found = documentType('The stock is low.', { language: 'en' })
  assert.equal(found.value, 'letter')
  assert.ok(found.confidence < 0.85)
})

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { evidence } = documentType(text, { language: 'de' })
      assert.ok(!evidence || (evidence.start >= 0 && evidence.end <= text.length))
    }),
  )
})
