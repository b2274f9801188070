import type { Part } from './part.ts'

/** Heads of letters down to the salutation. */
export const headAddresses: readonly Part[] = [
  [
    'en',
    'THE STOKE FOUNDRY COMPANY\nHenry Tranter, President    J. Quayle, Secretary\nBodmin, 4 June 1831\n\nMr. Daniel Foss,\nBristol.\n\nDear Sir:',
    { recipient: 'Daniel Foss', to: 'Bristol', sender: 'Robert Merrick' },
  ],
  [
    'en',
    'STOKE HOTEL\nJ. QUAYLE, Proprietor\nBodmin, 4 June 1881\n\nDear Dan,',
    { recipient: null },
  ],
  [
    'en',
    'Office of\nHENRY QUAYLE, Attorney at Law\nBodmin, June 4, 1881\n\nD. Foss, Esq.\n\nDear Sir,',
    { recipient: 'D. Foss' },
  ],
  [
    'en',
    '4 June 1831\n\nDaniel Foss\nCombe Hall\nBodmin\n\nDear Dan,',
    { recipient: 'Daniel Foss', to: 'Bodmin' },
  ],
  [
    'en',
    'Derby, 4 June 1831\n\nTo Daniel Foss, Esq.\nCombe Hall, Bodmin\n\nSir,',
    { recipient: 'Daniel Foss', to: 'Bodmin' },
  ],
  ['en', 'To Daniel Foss\nDerby, 4 June 1831\n\nSir,', { recipient: 'Daniel Foss', from: 'Derby' }],
  [
    'en',
    'Derby, 4 June 1831\n\nThe Hon. Daniel Foss,\nSecretary of War,\nWashington, D. C.\n\nSir,',
    { recipient: 'Daniel Foss', to: 'Washington' },
  ],
  [
    'en',
    'Derby, 4 June 1831\n\nMr. D. Foss, Manager,\nCombe Foundry Co.,\nBodmin.\n\nDear Sir,',
    { recipient: 'D. Foss', to: 'Bodmin' },
  ],
  [
    'en',
    'Derby, 4 June 1831\n\nThe Manager,\nCombe Foundry Co.,\nBodmin.\n\nDear Sir,',
    { recipient: null },
  ],
  [
    'en',
    'Derby, 4 June 1831\n\nMiss Clara Foss\nCombe, Bodmin\n\nDear Miss Foss,',
    { recipient: 'Clara Foss', to: 'Bodmin' },
  ],
  [
    'en',
    'Derby, 4 June 1831\n\nMrs. Daniel Foss\nBodmin\n\nDear Madam,',
    { recipient: 'Mrs Daniel Foss', to: 'Bodmin' },
  ],
  [
    'en',
    'Derby, 4 June 1831\n\nMessrs. Foss and Merrick,\nBodmin\n\nGentlemen,',
    { recipient: 'Foss and Merrick', to: 'Bodmin' },
  ],
  [
    'en',
    'Derby, 4 June 1831\n\nMaj. Gen. D. R. Foss, U.S.A.,\nCommanding Dept. of the Platte,\nOmaha, Nebraska.\n\nGeneral:',
    { recipient: 'D. R. Foss', to: 'Omaha' },
  ],
  ['en', 'Derby, 4 June 1831\n\nMy dear Foss,', { recipient: 'Foss' }],
  ['en', 'Derby, 4 June 1831\n\nDear Uncle Dan,', { recipient: null }],
  ['en', 'Derby, 4 June 1831\n\nDear Professor Foss:', { recipient: 'Professor Foss' }],
  ['en', 'Derby, 4 June 1831\n\nDear Captain Daniel Foss,', { recipient: 'Daniel Foss' }],
  ['en', 'Derby, 4 June 1831\n\nMy Lord Bishop,', { recipient: null }],
  ['en', 'Derby, 4 June 1831\n\nDear Mr. Mayor,', { recipient: null }],
  ['en', 'Derby, 4 June 1831\n\nDear Mr. Secretary,', { recipient: null }],
  [
    'de',
    'Herrn\nDr. Wilhelm Rehm\nCelle\nAm Markt 4\n\nDerby, den 4. Juni 1831\n\nGeehrter Herr!',
    { recipient: 'Wilhelm Rehm', to: 'Celle' },
  ],
  [
    'de',
    'Derby, den 4. Juni 1831\n\nHerrn Pfarrer Wilhelm Rehm in Celle\n\nGeehrter Herr!',
    { recipient: 'Wilhelm Rehm', to: 'Celle' },
  ],
  [
    'de',
    'Derby, den 4. Juni 1831\n\nFrau Hofrat Rehm\nCelle\n\nGnädige Frau!',
    { recipient: 'Frau Rehm', to: 'Celle' },
  ],
  [
    'de',
    'Derby, den 4. Juni 1831\n\nAn die\nSchriftleitung der Neuen Zeit\nCelle\n\nGeehrte Herren!',
    { recipient: null },
  ],
  [
    'de',
    'Derby, den 4. Juni 1831\n\nHerrn Rehm & Söhne, Celle\n\nGeehrte Herren!',
    { recipient: 'Rehm & Söhne', to: 'Celle' },
  ],
  [
    'de',
    'Derby, den 4. Juni 1831\n\nSr. Wohlgeboren dem Herrn Buchhändler Wilhelm Rehm zu Celle\n\nGeehrter Herr!',
    { recipient: 'Wilhelm Rehm', to: 'Celle' },
  ],
  [
    'fr',
    'Derby, le 4 juin 1831\n\nMonsieur Paul Lemaire\n14, rue du Bac\nLyon\n\nMonsieur,',
    { recipient: 'Paul Lemaire', to: 'Lyon' },
  ],
  [
    'fr',
    'Derby, le 4 juin 1831\n\nA Monsieur le Maire de Lyon\n\nMonsieur le Maire,',
    { recipient: null },
  ],
  [
    'fr',
    'Derby, le 4 juin 1831\n\nMonsieur Lemaire, libraire à Lyon\n\nMonsieur,',
    { recipient: 'Monsieur Lemaire', to: 'Lyon' },
  ],
  ['fr', 'Derby, le 4 juin 1831\n\nMon cher Lemaire,', { recipient: 'Lemaire' }],
  ['fr', 'Derby, le 4 juin 1831\n\nChère Madame Lemaire,', { recipient: 'Madame Lemaire' }],
]
