import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pageQuality } from '../../../../src/letters/rules/catalogue/index.ts'

const CLEAN: Record<string, string> = {
  en: 'I was at the mill when your letter came, and the whole of it was read to us by the fire. You will have heard that the bridge was carried off by the flood, so that we must go round by the ford for as long as the water lets us. There is not much else that I could tell you, but they say that the new road is to be made this year. ',
  de: 'Ich war in der Mühle, als dein Brief kam, und er wurde uns allen am Feuer vorgelesen. Du wirst gehört haben, daß die Brücke von der Flut mitgenommen wurde, so daß wir nun durch die Furt gehen müssen, wenn das Wasser es erlaubt. Es ist sonst nichts geschehen, was ich dir noch sagen könnte. ',
  fr: 'J’étais au moulin quand votre lettre est venue, et elle nous a été lue auprès du feu. Vous aurez appris que le pont a été emporté par les eaux, de sorte que nous devons passer par le gué tant que la rivière le permet. Je ne sais rien de plus que je puisse vous dire de notre pays. ',
}

const CONFUSED: Record<string, string> = {
  e: 'c',
  c: 'e',
  o: '0',
  i: 'l',
  l: '1',
  t: 'f',
  n: 'u',
  u: 'n',
  h: 'b',
  s: '5',
  a: 'o',
  r: 'n',
  d: 'cl',
  m: 'rn',
  v: 'y',
}

/** Every letter is confused, lost or marked with the given chance; a small generator keeps the test repeatable. */
function corrupt(text: string, rate: number): string {
  let state = 42
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
  return Array.from(text, (letter) => {
    if (!/\p{L}/u.test(letter) || random() >= rate) return letter
    const kind = random()
    if (kind < 0.7) return CONFUSED[letter] ?? 'x'
    return kind < 0.85 ? '' : `${letter}~`
  }).join('')
}

for (const [language, text] of Object.entries(CLEAN)) {
  test(`${language}: a clean text and one with few errors pass, a ruined one does not`, () => {
    const long = text.repeat(3)
    assert.ok(pageQuality(long).score > 0.9)
    assert.ok(pageQuality(corrupt(long, 0.02)).score > 0.6)
    const ruined = pageQuality(corrupt(long, 0.18))
    assert.ok(ruined.score < 0.4, String(ruined.score))
    assert.ok(ruined.reasons.length > 0)
  })
}

test('no text at all is no page', () => {
  assert.deepEqual(pageQuality(' \n'), { score: 0, reasons: ['no text'] })
  assert.ok(pageQuality('12 34 || 55 ~~ 1/2').score < 0.4)
})

test('never throws; the score is a share', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { score } = pageQuality(text)
      assert.ok(score >= 0 && score <= 1)
    }),
  )
})
