import type { WrittenLetter } from './letter.ts'

/** Letters of offices and firms, with letterheads, inside addresses, references and enclosures. */
export const officialLetters: readonly WrittenLetter[] = [
  {
    about: 'a typed business letter with an inside address that starts with a title',
    text: 'MARLOW & PRYCE LTD\nEngineers\n14 Foundry Lane, Sheffield\nTelephone: 2417\n\n3rd March 1934\n\nDr. Alice Renwick,\nHolly Bank,\nBuxton,\nDerbyshire.\n\nDear Dr. Renwick,\n\nWe thank you for your letter of the 28th February and enclose the drawing.\n\nYours faithfully,\n\nG. T. Pryce\nManaging Director\n\nEnc: 1 drawing\n\nc.c. Mr. Walter Penn (Works Manager)\n     Miss Ada Frobisher',
    sender: 'G. T. Pryce', recipient: 'Alice Renwick', date: '1934-03-03', from: 'Sheffield', to: 'Buxton',
    salutation: 'Dear Dr. Renwick,', closing: 'Yours faithfully,', signature: 'G. T. Pryce', postscript: null,
    body: 'We thank you',
  },
  {
    about: 'a typed memorandum with To and From',
    text: 'MEMORANDUM\n\nTO: Mr. Harold Benning, Registrar\nFROM: Susan Treloar, Bursar\nDATE: 9 November 1971\nSUBJECT: Heating of the library\n\nThe boiler will be out of use from Monday. Readers should be told to bring coats.',
    sender: 'Susan Treloar', recipient: 'Harold Benning', date: '1971-11-09', salutation: null, signature: null,
    body: 'The boiler',
  },
  {
    about: 'an American business letter of the 1950s in full block',
    text: 'Cartwright Seed Company\n210 Main Street\nDayton, Ohio\n\nJuly 8, 1953\n\nMr. Leonard Wozniak\nRoute 2\nXenia, Ohio\n\nDear Mr. Wozniak:\n\nYour order for forty bags has been received and will ship this week.\n\nSincerely yours,\n\nEvelyn R. Cartwright\nSecretary\n\nERC:mh\nEnclosure',
    sender: 'Evelyn R. Cartwright', recipient: 'Leonard Wozniak', date: '1953-07-08', from: 'Dayton', to: 'Xenia',
    salutation: 'Dear Mr. Wozniak:', closing: 'Sincerely yours,', signature: 'Evelyn R. Cartwright',
  },
  {
    about: 'a petition to a minister with the address line on top',
    text: 'To the Right Honourable the Earl of Shelbrook,\nHis Majesty\'s Principal Secretary of State\n\nMy Lord,\n\nThe petition of the undersigned humbly sheweth that he has served one and twenty years in the Navy.\n\nI have the honour to be, My Lord,\nYour Lordship\'s most obedient humble Servant,\nThos. Kettleby\n\nDeptford, 12 May 1768',
    sender: 'Thomas Kettleby', date: '1768-05-12', from: 'Deptford', salutation: 'My Lord,', signature: 'Thos. Kettleby',
    body: 'The petition',
  },
  {
    about: 'German officialese to a royal office',
    text: 'An\ndas Königliche Landrathsamt\nzu Merseburg.\n\nQuedlinburg, den 14. Februar 1839.\n\nEinem Königlichen Landrathsamte verfehle ich nicht, auf die Verfügung vom 2. d. M. gehorsamst zu berichten, daß die Brücke ausgebessert ist.\n\nDer Schulze\nGottfried Hennig',
    sender: 'Gottfried Hennig', recipient: null, date: '1839-02-14', from: 'Quedlinburg', to: 'Merseburg', salutation: null,
    signature: 'Gottfried Hennig',
  },
  {
    about: 'a German scholar with P. P. for a salutation',
    text: 'Leipzig, 6. 11. 1887\n\nP. P.\n\nAuf Ihre Anfrage theilen wir ergebenst mit, daß der zweite Band vergriffen ist.\n\nHochachtungsvoll\nErnst Wachsmuth & Co.',
    date: '1887-11-06', from: 'Leipzig', closing: 'Hochachtungsvoll', body: 'Auf Ihre',
  },
  {
    about: 'a German business letter with subject line and reference',
    text: 'Karl Ostermann\nMaschinenfabrik\nHagen i. W., den 17. 9. 1926\n\nHerrn\nDr. Paul Wendland\nBerlin W 35\nPotsdamer Str. 12\n\nBetr.: Lieferung der Presse\n\nSehr geehrter Herr Doktor!\n\nDie bestellte Presse geht morgen mit der Bahn ab.\n\nMit vorzüglicher Hochachtung\nppa. Heinrich Lüders\n\nAnlage: 1 Frachtbrief',
    sender: 'Heinrich Lüders', recipient: 'Paul Wendland', date: '1926-09-17', from: 'Hagen', to: 'Berlin',
    salutation: 'Sehr geehrter Herr Doktor!', closing: 'Mit vorzüglicher Hochachtung', postscript: null,
  },
  {
    about: 'a French administrative letter of the prefecture',
    text: 'PRÉFECTURE DE LA VIENNE\n\nPoitiers, le 22 octobre 1841\n\nLe Préfet de la Vienne\nà Monsieur Auguste Roucher, maire de Civray\n\nMonsieur le Maire,\n\nJ\'ai reçu la délibération du conseil municipal relative au chemin vicinal et je l\'approuve.\n\nRecevez, Monsieur le Maire, l\'assurance de ma considération distinguée.\n\nLe Préfet,\nEdmond Gaillardet',
    sender: 'Edmond Gaillardet', recipient: 'Auguste Roucher', date: '1841-10-22', from: 'Poitiers',
    salutation: 'Monsieur le Maire,', closing: "Recevez, Monsieur le Maire, l'assurance de ma considération distinguée.",
    signature: 'Edmond Gaillardet',
  },
  {
    about: 'a letter of a Dutch house in English with a Dutch dateline',
    text: 'Amsterdam, den 3 Mei 1792\n\nMessrs. Hollis & Trent\nBristol\n\nGentlemen,\n\nWe have your favour by the Hope and have insured the cargo as directed.\n\nWe are, Gentlemen, your most obedient Servants,\nPieter van der Hulst & Zoon',
    recipient: 'Hollis & Trent', date: '1792-05-03', from: 'Amsterdam', to: 'Bristol', salutation: 'Gentlemen,',
  },
  {
    about: 'a government letter that puts the addressee at the foot',
    text: 'Colonial Office,\nDowning Street.\n3/9/1915\n\nSir,\n\nI am directed by the Secretary of State to acknowledge the receipt of your despatch.\n\nI am, Sir,\nYour obedient servant,\nH. J. Threadgold\n\nEdward Massingham, Esq.,\n  Port Louis.',
    sender: 'H. J. Threadgold', recipient: 'Edward Massingham', date: '1915-09-03', to: 'Port Louis', salutation: 'Sir,',
    closing: 'I am, Sir,\nYour obedient servant,',
  },
  {
    about: 'a business letter of the 1990s, dated as computers do',
    text: 'Northfield Museum Trust\n8 Abbey Walk\nYork YO1 2AB\n\n1994-09-03\n\nMrs Joan Tilley\n5 Orchard Close\nRipon\n\nDear Mrs Tilley\n\nThank you for the offer of the quilt. The curator would be glad to see it.\n\nYours sincerely\n\n\nPeter Halloran\nKeeper of Textiles',
    sender: 'Peter Halloran', recipient: 'Joan Tilley', date: '1994-09-03', from: 'York', to: 'Ripon',
    salutation: 'Dear Mrs Tilley', closing: 'Yours sincerely', signature: 'Peter Halloran',
  },
  {
    about: 'two officers of a society who sign side by side',
    text: 'Dijon, le 2 juin 1932\n\nMonsieur le Président,\n\nNous avons l\'honneur de vous adresser les comptes de la Société.\n\nVeuillez agréer, Monsieur le Président, l\'expression de nos sentiments dévoués.\n\nPaul Verdier, trésorier\nLouise Chantrel, secrétaire',
    sender: 'Paul Verdier', date: '1932-06-02', from: 'Dijon',
    closing: "Veuillez agréer, Monsieur le Président, l'expression de nos sentiments dévoués.",
  },
  {
    about: 'an e-mail that was printed out',
    text: 'From: Karen Doyle <kdoyle@archive.example>\nTo: Martin Speight <mspeight@library.example>\nDate: Tue, 14 Oct 1997 09:12:44 +0100\nSubject: loan of the atlas\n\nDear Martin,\n\nThe atlas can travel on Friday if the case is ready.\n\nBest wishes,\nKaren',
    sender: 'Karen Doyle', recipient: 'Martin Speight', date: '1997-10-14', salutation: 'Dear Martin,', closing: 'Best wishes,',
    signature: 'Karen', body: 'The atlas',
  },
]
