import type { Part } from './part.ts'

/** Addresses below the letter, on one line and on several, and lines there that address nobody. */
export const footAddresses: readonly Part[] = [
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr. Daniel Foss\nNo. 4 Market Street\nBristol',
    { postscript: null, recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nPlease address me care of Mr. Foss, 4 Market Street, Bristol.',
    {
      postscript: 'Please address me care of Mr. Foss, 4 Market Street, Bristol.',
      recipient: null,
    },
  ],
  [
    'de',
    'Ihr ergebener\nKarl Brunner\n\nAn\nHerrn Rat Rehm\nin Celle',
    { postscript: null, recipient: 'Herr Rehm', to: 'Celle' },
  ],
  [
    'de',
    'Ihr ergebener\nKarl Brunner\n\nHerrn Wilhelm Rehm Hochwohlgeb. Celle',
    { recipient: 'Wilhelm Rehm', to: 'Celle' },
  ],
  [
    'de',
    'Ihr ergebener\nKarl Brunner\n\nHerrn Wilhelm Rehm, Celle, Am Markt 4',
    { recipient: 'Wilhelm Rehm', to: 'Celle' },
  ],
  [
    'fr',
    'Votre serviteur\nJean Vidal\n\nMonsieur Paul Lemaire, rue du Bac, 4, à Lyon',
    { recipient: 'Paul Lemaire', to: 'Lyon' },
  ],
  [
    'fr',
    'Votre serviteur\nJean Vidal\n\nA Monsieur\nMonsieur Lemaire\nnégociant\nà Lyon',
    { recipient: 'Monsieur Lemaire', to: 'Lyon' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr. Daniel Foss Gulf Prairie',
    { recipient: 'Daniel Foss', to: 'Gulf Prairie' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nDaniel R. Foss Willow Bend Kansas',
    { recipient: 'Daniel R. Foss', to: 'Willow Bend' },
  ],
  ['en', 'Yours truly,\nHenry Tranter\n\nGenl D. R. Foss At Camp', { recipient: 'D. R. Foss' }],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nDaniel Foss Esq. Bristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nDaniel Foss, Esq., Combe Hall, near Bodmin',
    { recipient: 'Daniel Foss', to: 'Bodmin' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nDaniel Foss Esquire of Bristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nTo Daniel Foss, merchant, Bristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nTo the Rev. Daniel Foss, Rector of Combe, Suffolk',
    { recipient: 'Daniel Foss' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\n[Addressed:] Mr. Daniel Foss, Bristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\n[Address:] Daniel Foss Esq.\nCombe Hall\nBodmin',
    { recipient: 'Daniel Foss', to: 'Bodmin' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nAddressed: Mr. Daniel Foss, Bristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\n[Envelope] Mr. Daniel Foss\n14 Market Street\nBristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nDaniel Foss\nc/o Messrs. Merrick\n14 Market Street\nBristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr. Daniel Foss,\nCare of John Merrick, Esq.,\nBristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr. Daniel Foss, care John Merrick, Bristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  ['en', 'Yours truly,\nHenry Tranter\n\nMrs Tranter', { recipient: 'Mrs Tranter' }],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMessrs. Foss & Merrick\nBristol',
    { recipient: 'Foss & Merrick', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nTo Messrs. Foss, Merrick & Co., Bristol',
    { to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nHis Excellency\nGovernor Foss\nAlbany',
    { recipient: 'Governor Foss', to: 'Albany' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nHon. Daniel Foss,\nHouse of Representatives,\nWashington, D. C.',
    { recipient: 'Daniel Foss', to: 'Washington' },
  ],
  ['en', 'Yours truly,\nHenry Tranter\n\nMr. and Mrs. Daniel Foss\nBristol', { to: 'Bristol' }],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nH. Tranter to D. Foss\n4 June 1831',
    { recipient: 'D. Foss' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nFrom Henry Tranter\nJune 4th 1831',
    { recipient: null, postscript: null },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nHenry Tranter\n4 June 1831',
    { sender: 'Henry Tranter', recipient: null },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nLetter from H. Tranter, 4 June 1831',
    { sender: 'Henry Tranter', recipient: null, postscript: null },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nPray send the inclosed to Daniel Foss Esq., Bristol.',
    { recipient: null },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMy direction is at Mr. Foss’s, Bristol.',
    { recipient: null },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nDirect to me at Mr. Daniel Foss, Grocer, Bristol',
    { recipient: null },
  ],
  ['en', 'Yours truly,\nHenry Tranter\n\nCopy to Daniel Foss, Bristol', { recipient: null }],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nWitness: Daniel Foss',
    { recipient: null, sender: 'Henry Tranter' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nA true copy. Daniel Foss, Clerk',
    { recipient: null, sender: 'Henry Tranter' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nApproved:\nDaniel Foss',
    { recipient: null, sender: 'Henry Tranter' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr. Daniel Foss Willow Run Mr Pell',
    { recipient: 'Daniel Foss', to: 'Willow Run' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nCol. Daniel Foss Kansas. Capt Reed',
    { recipient: 'Daniel Foss', to: 'Kansas' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr. D. R. Foss Esqr. Bristol pr Mr Reed',
    { recipient: 'D. R. Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nGenl. D. R. Foss Head Quarters favd. by Capt Reed',
    { recipient: 'D. R. Foss', to: 'Head Quarters' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr. Daniel R. Foss Bristol favour by Mr Reed',
    { recipient: 'Daniel R. Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr Daniel R. Foss To the care of James B.\nReed San Marcos',
    { recipient: 'Daniel R. Foss', to: 'San Marcos' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr Daniel R. Foss Willow Bend To the care of Jno. R.\nReed New Haven who will please forward this\nby the first opportunity',
    { recipient: 'Daniel R. Foss', to: 'Willow Bend' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nMr. Foss\n\nMr. Daniel Foss Bristol',
    { recipient: 'Daniel Foss', to: 'Bristol' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nColn. Daniel R Foss Town of Bristol',
    { recipient: 'Daniel R Foss' },
  ],
  [
    'en',
    'Yours truly,\nHenry Tranter\n\nCapt. Foss R. N.\n57 Manchester Street\nLondon',
    { recipient: 'Capt Foss', to: 'London' },
  ],
  [
    'de',
    'Ihr ergebener\nFranz Brunner\n\nHerrn Karl Rehm\nSteindorf\nam Ossiacher See\nKärnten',
    { recipient: 'Karl Rehm', to: 'Steindorf' },
  ],
  [
    'de',
    'Ihr ergebener\nFranz Brunner\n\nHerrn Karl Rehm\nbei Frau Lindner\nWien',
    { recipient: 'Karl Rehm', to: 'Wien' },
  ],
]
