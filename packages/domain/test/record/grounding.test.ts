import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { ground, onPage } from '../../src/record/grounding.ts'

const LETTER =
  '😀 Göttingen, den 3ten May 1864.\r\n\r\nMy dear Friend,\r\n\r\nI have re-\r\nceived the manu=\nſcript which Meſſrs. Häſſler & Söhne ' +
  'ſent me; the ﬁrst part is læſt to be deſired.\f\nI remain,\n   your   obedient\nservant,\nWilliam Pemberton'

interface Case {
  name: string
  quote: string
  found: string
  match: 'exact' | 'normalised' | 'fuzzy'
}

const CASES: Case[] = [
  { name: 'as it stands', quote: 'My dear Friend', found: 'My dear Friend', match: 'exact' },
  {
    name: 'with blanks around it',
    quote: '  My dear Friend \n',
    found: 'My dear Friend',
    match: 'exact',
  },
  { name: 'in other case', quote: 'my DEAR friend', found: 'My dear Friend', match: 'normalised' },
  { name: 'without accents', quote: 'Gottingen', found: 'Göttingen', match: 'normalised' },
  { name: 'decomposed', quote: 'Go\u0308ttingen', found: 'Göttingen', match: 'normalised' },
  {
    name: 'with a round s',
    quote: 'Messrs. Hässler',
    found: 'Meſſrs. Häſſler',
    match: 'normalised',
  },
  {
    name: 'with its ligatures spelled out',
    quote: 'the first part is laest',
    found: 'the ﬁrst part is læſt',
    match: 'normalised',
  },
  {
    name: 'over a line-end hyphen',
    quote: 'I have received the',
    found: 'I have re-\r\nceived the',
    match: 'normalised',
  },
  {
    name: 'over a double hyphen',
    quote: 'the manuscript which',
    found: 'the manu=\nſcript which',
    match: 'normalised',
  },
  {
    name: 'with its white space evened out',
    quote: 'your obedient servant',
    found: 'your   obedient\nservant',
    match: 'normalised',
  },
  {
    name: 'misread by a letter',
    quote: 'William Pembertan',
    found: 'William Pemberton',
    match: 'fuzzy',
  },
  {
    name: 'with a letter too few',
    quote: 'Wiliam Pemberton',
    found: 'William Pemberton',
    match: 'fuzzy',
  },
]

suite('grounding a quote', () => {
  for (const { name, quote, found, match } of CASES)
    test(`a quote ${name} is found as ${match}`, () => {
      const evidence = ground(LETTER, quote)
      assert.deepEqual(evidence && [evidence.quote, evidence.match], [found, match])
      assert.equal(LETTER.slice(evidence?.start, evidence?.end), found)
    })

  for (const made of [
    'Charlotte Brontë',
    'I am sorry to hear of your loss',
    'x',
    '',
    '   ',
    '\u0301',
  ])
    test(`"${made}" is not in the letter`, () => {
      assert.equal(ground(LETTER, made), null)
    })

  test('a short quote has to be whole words', () => {
    assert.equal(ground('They met when Berliners came', 'en'), null)
    assert.equal(ground('They met when Berliners came', 'Berlin'), null)
    assert.equal(ground('Romeo, who came from Rome', 'Rome')?.start, 21)
    assert.equal(ground('a ROMEO of rome', 'Rome')?.start, 11)
  })

  test('a long quote may end within a word, as models cut them', () => {
    assert.equal(ground(LETTER, 'your   obedient\nserv')?.match, 'exact')
  })

  test('a near match can be refused', () => {
    assert.equal(ground(LETTER, 'William Pembertan', { fuzzy: false }), null)
  })

  const words = fc.array(fc.constantFrom(...LETTER.split(' ')), { minLength: 1, maxLength: 80 })
  const pieces = fc.array(
    fc.oneof(
      words.map((list) => list.join(' ')),
      fc.string({ unit: 'binary' }),
    ),
    {
      maxLength: 8,
    },
  )

  test('whatever is found, its offsets cut its quote out of the text as received', () => {
    fc.assert(
      fc.property(
        pieces,
        fc.oneof(
          fc.string({ unit: 'binary' }),
          words.map((list) => list.join(' ')),
        ),
        (parts, quote) => {
          const text = parts.join('\n')
          const evidence = ground(text, quote)
          if (evidence === null) return
          assert.equal(text.slice(evidence.start, evidence.end), evidence.quote)
          assert.ok(
            evidence.start >= 0 && evidence.start < evidence.end && evidence.end <= text.length,
          )
        },
      ),
      { numRuns: 300 },
    )
  })

  test('every stretch of whole words of a text is found in it exactly', () => {
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (list, a, b) => {
        const [from, to] = [a % list.length, b % list.length].sort((x, y) => x - y) as [
          number,
          number,
        ]
        const quote = list.slice(from, to + 1).join(' ')
        if (quote.trim() === '') return
        assert.equal(ground(list.join(' '), quote)?.match, 'exact')
      }),
    )
  })

  test('a quote with one letter changed is never called exact, and one with most changed is not found', () => {
    const quote = 'the first part is laest to be desired'
    fc.assert(
      fc.property(fc.nat({ max: quote.length - 1 }), (at) => {
        const changed = `${quote.slice(0, at)}#${quote.slice(at + 1)}`
        assert.equal(ground(LETTER, changed)?.match, 'fuzzy')
      }),
    )
    assert.equal(ground(LETTER, quote.replace(/[aeiost]/g, '#')), null)
  })
})

suite('grounding takes little time', () => {
  const inTime = (ms: number, run: () => unknown): void => {
    const startedAt = performance.now()
    run()
    const took = performance.now() - startedAt
    assert.ok(took < ms, `${took.toFixed()} ms`)
  }

  test('in a text of 5 MiB, whether the quote is there or not', () => {
    const long = 'The quick brown fox jumps over the lazy dog. '.repeat(116_509)
    inTime(5_000, () => ground(`${long}William Pemberton`, 'WILLIAM PEMBERTON'))
    inTime(5_000, () => ground(long, 'Nobody wrote this sentence, not even a fox'))
  })

  test('for a near match in a text of book length', () => {
    const long = 'The quick brown fox jumps over the lazy dog. '.repeat(4_000)
    inTime(2_000, () => ground(long, 'Nobody wrote this sentence, not even a fox '.repeat(6)))
  })

  for (const [name, text] of [
    ['hyphens', 'a-'.repeat(500_000)],
    ['a hyphen before blank lines', `a-${'\n'.repeat(1_000_000)}`],
    ['hyphens between blank lines', 'a-\n\n\n\n'.repeat(100_000)],
    ['one character', 'a'.repeat(1_000_000)],
    ['combining marks', 'a\u0301'.repeat(300_000)],
  ] as const)
    test(`in a million characters of ${name}`, () => {
      inTime(4_000, () => ground(text, 'aa B'))
    })
})

suite('pages', () => {
  const evidence = { quote: 'x', start: 10, end: 11, match: 'exact' as const }

  test('evidence stands on the page that holds its first character', () => {
    assert.equal(onPage(evidence, [0, 10, 20]).page, 2)
    assert.equal(onPage(evidence, [0, 11, 20]).page, 1)
    assert.equal(onPage({ ...evidence, start: 99 }, [0, 11, 20]).page, 3)
  })

  test('a text of one page needs no page numbers', () => {
    assert.equal(onPage(evidence, [0]).page, undefined)
  })
})
