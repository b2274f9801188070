import type { Part } from './part.ts'

/** What stands below a signature and is, or is not, the addition of who wrote. */
export const postscripts: readonly Part[] = [
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nP.S. The boat is mended.',
    { postscript: 'P.S. The boat is mended.' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nP. P. S. The boat is mended.',
    { postscript: 'P. P. S. The boat is mended.' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nP.S.—The boat is mended.\n\nH. T.',
    { postscript: 'P.S.—The boat is mended.', sender: 'Henry Tranter' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nTell Ann the boat is mended',
    { postscript: 'Tell Ann the boat is mended' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nEnclosures: two maps and the deed of sale.',
    { postscript: null },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\n[Endorsed in another hand: Answered by return of post]',
    { postscript: null },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nAnswered 4th March and the papers sent by coach.',
    { postscript: null },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nPOSTSCRIPT. The boat is mended.',
    { postscript: 'POSTSCRIPT. The boat is mended.' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nSunday. The boat is mended and we sail on the tide.',
    { postscript: 'Sunday. The boat is mended and we sail on the tide.' },
  ],
  [
    'de',
    'Ihr ergebener\nKarl Brunner\n\nNachschrift. Das Boot ist wieder heil.',
    { postscript: 'Nachschrift. Das Boot ist wieder heil.' },
  ],
  [
    'de',
    'Ihr ergebener\nKarl Brunner\n\nN. S. Das Boot ist wieder heil.',
    { postscript: 'N. S. Das Boot ist wieder heil.' },
  ],
  [
    'de',
    'Ihr ergebener\nKarl Brunner\n\nNB. Das Boot ist wieder heil.',
    { postscript: 'NB. Das Boot ist wieder heil.' },
  ],
  [
    'de',
    'Ihr ergebener\nKarl Brunner\n\nMeine Frau lässt Sie alle grüßen.',
    { postscript: 'Meine Frau lässt Sie alle grüßen.' },
  ],
  [
    'fr',
    'Votre serviteur\nJean Vidal\n\nP.-S. Le bateau est réparé.',
    { postscript: 'P.-S. Le bateau est réparé.' },
  ],
  [
    'fr',
    'Votre serviteur\nJean Vidal\n\nMa femme vous fait mille compliments.',
    { postscript: 'Ma femme vous fait mille compliments.' },
  ],
]
