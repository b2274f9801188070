import type { WrittenLetter } from './letter.ts'

const body =
  '\n\nI have been so much occupied of late that I could not answer your kind letter before now.\n\n'

/** Letters that failed once the first ones were read well. */
export const laterLetters: readonly WrittenLetter[] = [
  {
    about: 'an abbreviated first name with a colon',
    text: `Mount Airy 10th. June 1774.\n\nDear Sir,${body}I am Dr Sir Yr Most Obedt Servt\n\nGo: Wallingford`,
    sender: 'Go: Wallingford',
    date: '1774-06-10',
    from: 'Mount Airy',
    signature: 'Go: Wallingford',
  },
  {
    about: 'love for a valediction',
    text: `Somewhere in Belgium\nDec 10th 1944\n\nDearest Mary,${body}All my love,\nJack Sheridan`,
    sender: 'Jack Sheridan',
    date: '1944-12-10',
    closing: 'All my love,',
  },
  {
    about: 'an official addressee below the signature',
    text: `THE WHITE HOUSE\nWASHINGTON\n\nMarch 4, 1942\n\nMy dear Mr. Secretary:${body}Very sincerely yours,\n\nFranklin D. Rowe\n\nThe Honorable\nHenry L. Stinton,\nSecretary of War,\nWashington, D. C.`,
    sender: 'Franklin D. Rowe',
    recipient: 'Henry L. Stinton',
    from: 'Washington',
    to: 'Washington, D. C',
    salutation: 'My dear Mr. Secretary:',
  },
  {
    about: 'a street below the town in the head',
    text: `Hôtel Bristol\nBerlin\nUnter den Linden 5/6\n\n3. März 1902\n\nLieber Herr Doktor\n\nIhren Brief habe ich gestern erhalten und danke Ihnen.\n\nMit herzlichem Gruß\nIhr Hans Rosen`,
    sender: 'Hans Rosen',
    date: '1902-03-03',
    from: 'Berlin',
    recipient: null,
  },
  {
    about: 'a pen name with the date below it',
    text: `To the Editor of the Times\n\nSir,${body}I am, Sir, your obedient servant,\nA CONSTANT READER.\nJune 3.`,
    date: null,
    salutation: 'Sir,',
    signature: 'A CONSTANT READER.',
    closing: 'I am, Sir, your obedient servant,',
  },
  {
    about: 'a general at headquarters',
    text: `Head Quarters, Army of the Potomac\nSept. 17th, 1862 - 9 A.M.\n\nMaj. Gen. H. W. Hallett\nGeneral in Chief\n\nGeneral:${body}Very respectfully\nYour obt servt\nG. B. McLennan\nMaj Genl Comdg`,
    sender: 'G. B. McLennan',
    recipient: 'H. W. Hallett',
    date: '1862-09-17',
    to: null,
  },
  {
    about: 'a French formula in a sentence of its own',
    text: `Paris, 12 janvier 1850.\n\nMadame la Comtesse,\n\nJ’ai reçu hier votre aimable lettre et je m’empresse d’y répondre.\n\nVeuillez agréer, Madame la Comtesse, mes hommages respectueux.\n\nJ. Perrin`,
    sender: 'J. Perrin',
    date: '1850-01-12',
    from: 'Paris',
    salutation: 'Madame la Comtesse,',
    closing: 'Veuillez agréer, Madame la Comtesse, mes hommages respectueux.',
  },
]
