import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readStructure } from '../../../../src/letters/rules/structure/index.ts'

const head =
  'Bath, 4 June 1799\n\nDear Sir,\n\nYour letter came this morning and was read with pleasure by us all.\n\n'

function foot(text: string): { closing: string | null; signature: string | null } {
  const { closing, signature } = readStructure(head + text)
  return { closing: closing?.value ?? null, signature: signature?.value ?? null }
}

const feet: [string, string, string][] = [
  ['Yours sincerely\nM. R. Whitby.', 'Yours sincerely', 'M. R. Whitby.'],
  ['Ever yours M.R.W.', 'Ever yours', 'M.R.W.'],
  ['I am dear Sir\nYour obliged\nJohn Harding.', 'I am dear Sir\nYour obliged', 'John Harding.'],
  [
    '& believe me always most faithfully & affectionately yours\nAnne Pell',
    '& believe me always most faithfully & affectionately yours',
    'Anne Pell',
  ],
  ['Yr most obedt humble Servt\nJno. Harding', 'Yr most obedt humble Servt', 'Jno. Harding'],
  ['Dein Arthur', 'Dein', 'Arthur'],
  ['Herzlichst Ihr\nA.', 'Herzlichst Ihr', 'A.'],
  ['In Treue\nDein\nPaul Lindner', 'In Treue\nDein', 'Paul Lindner'],
  ['Mit vorzüglicher Hochachtung\nElse Krause.', 'Mit vorzüglicher Hochachtung', 'Else Krause.'],
  ['Ihr ergebener Dr. Krause', 'Ihr ergebener', 'Dr. Krause'],
  [
    'Ich verbleibe mit vollkommenster Hochachtung\nganz gehorsamster Diener\nW. Harnisch',
    'Ich verbleibe mit vollkommenster Hochachtung\nganz gehorsamster Diener',
    'W. Harnisch',
  ],
  [
    "Agréez, Monsieur, l'assurance de ma parfaite considération.\n\nHenri Delaunay",
    "Agréez, Monsieur, l'assurance de ma parfaite considération.",
    'Henri Delaunay',
  ],
  ['Tout à vous,\nLucien Perrin', 'Tout à vous,', 'Lucien Perrin'],
  [
    'Votre très humble et\ntrès obéissant serviteur\nJ. Perrin',
    'Votre très humble et\ntrès obéissant serviteur',
    'J. Perrin',
  ],
  [
    'Yours faithfully,\nfor HARTLEY & SONS\nJ. Hartley\nDirector',
    'Yours faithfully,',
    'J. Hartley',
  ],
  ['Hochachtungsvoll\ngez. Dr. Otto Krause', 'Hochachtungsvoll', 'Dr. Otto Krause'],
  ['Vours sinccrely\nAnne Pell', 'Vours sinccrely', 'Anne Pell'],
  ['Love,\nMum & Dad', 'Love,', 'Mum & Dad'],
]

for (const [text, closing, signature] of feet) {
  test(`parts "${text.replaceAll('\n', ' / ')}"`, () => {
    assert.deepEqual(foot(text), { closing, signature })
  })
}

test('finds a signature before a date, an address and a postscript', () => {
  const letter = readStructure(
    `${head}Yours truly\nEdward Pell\nJuly 24th. 1812\n\nTo Mrs. Miller\nHull\n\nP.S. My sister desires her compliments to you.`,
  )
  assert.equal(letter.signature?.value, 'Edward Pell')
  assert.equal(letter.postscript?.value, 'P.S. My sister desires her compliments to you.')
  assert.equal(letter.recipient?.value.name, 'Mrs Miller')
})

test('finds the office in which somebody signs', () => {
  const { closing, signature } = foot(
    'Halle d. 20. August 1818.\nDer Director des Seminars der hiesigen\nUniversität.\nKrause.',
  )
  assert.deepEqual(
    { closing, signature },
    { closing: 'Der Director des Seminars der hiesigen\nUniversität.', signature: 'Krause.' },
  )
})

test('hangs the closing on the last sentence where no paragraph begins', () => {
  const { closing } = foot(
    'We are all well here and the children are grown out of knowledge this summer, so that you would hardly find your way among them; the roads are dry and the house is full of company from morning to night. Write soon & believe me ever your affectionate friend\nAnne Pell',
  )
  assert.equal(closing, '& believe me ever your affectionate friend')
})

test('splits two signatories', () => {
  const { senders } = readStructure(`${head}Es grüßen herzlich\nLuise und Karl Brunner`)
  assert.deepEqual(
    senders.map(({ value }) => value.name),
    ['Luise Brunner', 'Karl Brunner'],
  )
})
