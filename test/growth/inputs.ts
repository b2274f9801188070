/** Texts that are hard on patterns and loops: one unit again and again, alone and in each place of a letter. */
const MARKS = Array.from('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~')

const CHARACTERS = [
  ...[
    'A',
    'a',
    '7',
    'ü',
    'ſ',
    'İ',
    'e\u0301',
    '\u0301',
    '—',
    '„',
    '»',
    '•',
    '…',
    '漢',
    'Ж',
    'م',
    '😀',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\n\n',
    '\r',
    '\r\n',
    '\f',
    '\u00a0',
    '\u0085',
    '\u2028',
    '\u200b',
    '\ud83d',
  ],
]

const WORDS = [
  ...['ab-', 'ab-\n', 'ab ', 'Ab ', 'Ab\n', 'Ab, ', 'Ab; ', 'A b ', 'a\n', 'A\n', '4\n', 'ABCD '],
  ...[
    'A. B. C. ',
    'Dr. ',
    'Mr. Ab ',
    'St. ',
    'von Ab ',
    'Ab and ',
    'Ab & ',
    'Ab of ',
    'the Ab ',
    "Ab's ",
  ],
  ...[
    '1.2.3.',
    '4th May 1862, ',
    '12/5/1784 ',
    'May ',
    'two ',
    'two   ,',
    'XIV ',
    'in 1832 ',
    '- 2 -\n',
  ],
  ...[
    '"\'“',
    '([{',
    '(a) ',
    '. . ',
    '_ _ ',
    ': ',
    '-- ',
    'ab -- ',
    'Ab! ',
    'Why? ',
    'I went home. ',
    'stop ',
  ],
  ...[
    'To: ',
    'from: a@b\n',
    'to: @',
    'my dear ',
    'Dear Ab\n',
    'yours ',
    'I am, ',
    'P.S. ',
    'Encl. 1\n',
    'cc   ',
  ],
  ...[
    'bei Ab ',
    'der Ab ',
    'à Ab ',
    "l'Ab ",
    'société de ',
    '| --- | --- |\n',
    'Box 4 ',
    'réf \t',
    'fax ',
    'Telegramm ',
  ],
]

const UNITS = [...MARKS, ...CHARACTERS, ...WORDS]

const run = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length))

/** The unit in every place of a letter at once. */
function letterOf(unit: string, length: number): string {
  const each = run(unit, length / 6)
  return (
    `${each}\nBath, 3 May 1802 ${each}\n\nDear ${each} Sister,\n\nThe trunk came safe.\n${each}\nNothing was broken ` +
    `but one cup, and Mrs. Fenwick asks after you daily.\n\nYour affectionate ${each} brother,\nThomas Ridley\n\nP.S. ${each}\n`
  )
}

const SHAPES = {
  alone: run,
  letter: letterOf,
  heading: (unit: string, length: number): string => `Letter from ${run(unit, length)}`,
}

export interface HardText {
  name: string
  /** A text of about this many characters. */
  make: (length: number) => string
}

export const HARD_TEXTS: readonly HardText[] = Object.entries(SHAPES).flatMap(([shape, make]) =>
  UNITS.map((unit) => ({
    name: `${shape} of ${JSON.stringify(unit)}`,
    make: (length: number) => make(unit, length),
  })),
)
