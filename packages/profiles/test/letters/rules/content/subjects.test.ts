import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classifySubjects } from '../../../../src/letters/rules/content/index.ts'

const CASES = [
  [
    'en',
    'business_transaction',
    'Enclosed is the invoice for the goods; payment by a draft on your bank, the price being forty dollars on credit.',
  ],
  [
    'en',
    'spiritual_practice',
    'The sermon in our church spoke of salvation and prayer, and the bishop gave his blessing to each soul.',
  ],
  [
    'de',
    'personal_matters',
    'Die Mutter ist krank, der Arzt war da, und mein Bruder und die Schwester sind voll Trauer um die Tante.',
  ],
  [
    'de',
    'organizational_management',
    'Der Vorstand des Vereins bittet die Mitglieder zur Sitzung; der Ausschuß legt die Statuten vor.',
  ],
  [
    'fr',
    'travel_logistics',
    'Le voyage fut long ; la voiture et les chevaux manquaient, mon départ est remis, mes bagages sont à l’auberge.',
  ],
  [
    'fr',
    'educational_content',
    'Le professeur de l’université donne sa leçon aux étudiants ; le manuscrit de son livre est un essai savant.',
  ],
] as const

for (const [language, subject, text] of CASES) {
  test(`${language}: ${subject}`, () => {
    const [first] = classifySubjects(text, { language })
    assert.equal(first?.value, subject)
    assert.ok(first.evidence && first.evidence.end <= text.length)
  })
}

test('what has no cue words is correspondence, and says so', () => {
  const [only, ...rest] = classifySubjects('I hope to hear from you soon.', { language: 'en' })
  assert.deepEqual(rest, [])
  assert.equal(only?.value, 'correspondence')
  assert.equal(only.status, 'inferred')
})

test('an invitation is an event', () => {
  const text = 'Mr and Mrs Hall request the pleasure of your company at a ball on the 4th.'
  assert.equal(
    classifySubjects(text, { language: 'en', documentType: 'invitation' })[0]?.value,
    'event_invitation',
  )
})
