import type { WrittenLetter } from './letter.ts'

/** Letters under a heading of an edition or an archive, telegrams, cards, and letters that hardly have a form. */
export const headedLetters: readonly WrittenLetter[] = [
  {
    about: 'an edition heading "X to Y"',
    text: 'Samuel Hartley to Rebecca Hartley\n\nPhila. July 3d 1776\n\nMy dearest Friend\n\nHad a declaration been made seven months ago it would have been attended with many great effects.\n\nAdieu,\nS. H.',
    sender: 'Samuel Hartley', recipient: 'Rebecca Hartley', date: '1776-07-03', salutation: 'My dearest Friend',
  },
  {
    about: 'an edition heading "To Y" with a bracketed supplied dateline',
    text: 'To Jonas Whitcombe\n\n[Philadelphia, 12 April 1819]\n\nDear Sir\n\nI return the pamphlet with thanks; it answers every purpose.\n\nYrs. truly\nAb. Fenner',
    sender: 'Ab. Fenner', recipient: 'Jonas Whitcombe', date: '1819-04-12', from: 'Philadelphia', salutation: 'Dear Sir',
  },
  {
    about: 'an edition heading "From X"',
    text: 'From Nathaniel Oakes\n\nBoston 9th. Decr. 1790\n\nSir\n\nThe bearer will deliver you the papers of which I wrote.\n\nI am with respect your most obedt. Servt.\nNathl. Oakes',
    sender: 'Nathaniel Oakes', date: '1790-12-09', from: 'Boston', salutation: 'Sir',
  },
  {
    about: 'an archive heading in capitals with the date',
    text: 'LETTER FROM ELIZA TEMPLETON TO MARGARET DOWNEY, 6 AUGUST 1855\n\nDear Margaret,\n\nWe arrived safe in Melbourne after ninety days at sea.\n\nYour loving sister,\nEliza',
    sender: 'Eliza Templeton', recipient: 'Margaret Downey', date: '1855-08-06', salutation: 'Dear Margaret,',
  },
  {
    about: 'a German edition heading "X an Y"',
    text: 'Friedrich Lohmann an Caroline Lohmann\n\nDresden, den 8ten März 1813.\n\nMeine liebe Caroline!\n\nDie Brücke ist gesprengt und niemand weiß, was morgen geschieht.\n\nDein Fritz',
    sender: 'Friedrich Lohmann', recipient: 'Caroline Lohmann', date: '1813-03-08', from: 'Dresden', salutation: 'Meine liebe Caroline!',
  },
  {
    about: 'a French edition heading "X à Y"',
    text: 'Étienne Vauquelin à Jeanne Duroc\n\nParis, ce 3 7bre 1789.\n\nMa chère amie,\n\nTout est tranquille ici depuis dimanche.\n\nJe vous embrasse,\nÉtienne',
    sender: 'Étienne Vauquelin', recipient: 'Jeanne Duroc', date: '1789-09-03', from: 'Paris', salutation: 'Ma chère amie,',
  },
  {
    about: 'a telegram form with TO and FROM',
    text: 'WESTERN UNION TELEGRAM\n\nST LOUIS MO 1946 MAR 4 PM 3 12\n\nTO: MRS ALMA KESSLER\n    812 GRAND AVENUE\n    TOPEKA KANS\n\nARRIVE FRIDAY NOON TRAIN STOP BRING THE TRUNK KEY STOP LOVE\n\nFRANK',
    sender: null, recipient: 'Alma Kessler', salutation: null, postscript: null,
  },
  {
    about: 'a telegram form with office of origin and sender line',
    text: 'POST OFFICE TELEGRAPHS\nHanded in at: INVERNESS\nReceived: 2 FEB 1911\nFROM: ROBERT MUNRO\nTO: MISS JESSIE CAMERON, 3 HIGH STREET, PERTH\n\nCOMING TOMORROW STOP MEET TRAIN',
    sender: 'Robert Munro', recipient: 'Jessie Cameron', date: '1911-02-02', from: 'Inverness', to: 'Perth',
  },
  {
    about: 'a German telegram',
    text: 'Telegramm aus Triest 14/5 1908 6 Uhr\n\nHerrn Oskar Fellner Wien IX Währingerstrasse 20\n\nankomme sonntag abend erbitte zimmer\n\nFellner Marie',
    date: '1908-05-14', recipient: 'Oskar Fellner',
  },
  {
    about: 'a picture postcard with the address at the end',
    text: 'Interlaken 7. VIII. 09\n\nHerzliche Grüße vom Fuße der Jungfrau sendet\nIhr Otto Brandes\n\nFräulein\nMathilde Kröger\nHannover\nSedanstr. 4',
    sender: 'Otto Brandes', recipient: 'Mathilde Kröger', date: '1909-08-07', from: 'Interlaken', to: 'Hannover',
  },
  {
    about: 'a printed card in the third person',
    text: 'Sir John and Lady Penhallow\nrequest the pleasure of\nMiss Tremayne\'s company\nat dinner on Tuesday the 9th of January\nat half past seven.\n\nPenhallow House, Truro\n30th December 1888',
    sender: 'John Penhallow', date: '1888-12-30', salutation: null, signature: null,
  },
  {
    about: 'a note in the third person',
    text: 'Mrs. Arbuthnot presents her compliments to Dr. Lyle and begs he will call this afternoon.\n\nMonday 3 o\'clock',
    sender: 'Mrs. Arbuthnot', recipient: 'Dr. Lyle', date: null, body: 'Mrs. Arbuthnot',
  },
  {
    about: 'a note that has only a weekday',
    text: 'ce lundi\n\nMon cher Paul,\n\nVenez dîner demain sans façon.\n\nTout à vous,\nG. Lambert',
    sender: 'G. Lambert', date: null, from: null, salutation: 'Mon cher Paul,', closing: 'Tout à vous,',
  },
  {
    about: 'place and date behind the signature',
    text: 'Dear Sir,\n\nThe parcel came by the coach on Saturday and everything in it was dry.\n\nYours truly, Ann Lee\n3 May 1850',
    sender: 'Ann Lee', date: '1850-05-03', from: null, closing: 'Yours truly,', signature: 'Ann Lee', body: 'The parcel',
  },
  {
    about: 'a salutation behind words in another script',
    text: 'שלום עליכם Dear 😀 Sir,\n\nThe books arrived in good order and the children are reading them.\n\nYours,\nLeah Abramson',
    sender: 'Leah Abramson', closing: 'Yours,', body: 'The books',
  },
  {
    about: 'a few words without any form',
    text: 'please send two more boxes of the small nails and the hinges we spoke of',
    sender: null, recipient: null, date: null, salutation: null, body: 'please send',
  },
]
