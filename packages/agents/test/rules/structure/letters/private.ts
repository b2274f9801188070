import type { WrittenLetter } from './letter.ts'

/** Private letters of soldiers, scholars, emigrants, clergy and families. */
export const privateLetters: readonly WrittenLetter[] = [
  {
    about: 'a date in the words of a deed',
    text: 'Given at Lancaster, this 4th day of July 1776.\n\nHonoured Sir,\n\nYours by Mr. Yeates came to hand and I have done as you desired.\n\nI am, Honoured Sir, your dutiful Son,\nWilliam Atlee',
    sender: 'William Atlee', date: '1776-07-04', from: 'Lancaster', salutation: 'Honoured Sir,',
  },
  {
    about: 'an Old Style double year',
    text: 'London, Febry. 11th. 1709/10\n\nMadam,\n\nI was in hopes to have waited on you before this, but the roads are not to be passed.\n\nI am, Madam, your most humble Servant,\nRobt. Pelham',
    date: '1710-02-11', from: 'London', salutation: 'Madam,', signature: 'Robt. Pelham',
  },
  {
    about: 'a Quaker date',
    text: 'Darlington 4th of 3rd mo. 1821\n\nDear Cousin,\n\nThy letter was truly welcome, and we rejoice to hear that thou art mending.\n\nThy affectionate cousin\nHannah Backstone',
    sender: 'Hannah Backstone', date: '1821-03-04', from: 'Darlington', salutation: 'Dear Cousin,',
  },
  {
    about: 'a soldier of 1915 with a short year behind a stroke',
    text: 'B.E.F., France\nSept. 3rd/15\n\nDear Mother and Dad,\n\nJust a line to say I am in the pink and got the parcel all right.\n\nYour loving son,\nBert',
    sender: null, date: '1915-09-03', salutation: 'Dear Mother and Dad,', signature: 'Bert',
  },
  {
    about: 'a soldier of the Civil War with camp and regiment',
    text: 'Camp near Falmouth, Va.\nJanuary 9th 1863\n\nDear Wife,\n\nI take my pen in hand to let you know that I am well and hope these few lines find you the same.\n\nFrom your affectionate husband\nJames Calloway\n\nDirect to Company F, 12th Regt.',
    sender: 'James Calloway', date: '1863-01-09', salutation: 'Dear Wife,', signature: 'James Calloway',
  },
  {
    about: 'a field postcard letter of the First World War in German',
    text: 'Im Felde, den 12. X. 1916\n\nLiebe Eltern!\n\nEuer Paket habe ich gestern erhalten, vielen Dank. Es geht mir soweit gut.\n\nEs grüßt Euch herzlich\nEuer Sohn Hermann',
    sender: null, date: '1916-10-12', salutation: 'Liebe Eltern!', signature: 'Hermann',
  },
  {
    about: 'an emigrant who writes the year first',
    text: 'Springfield, Illinois, 1867 den 20 Juni\n\nLieber Vetter!\n\nIch ergreife die Feder, um Dir einige Zeilen zu schreiben.\n\nEs grüßt Dich Dein Vetter\nJohann Peter Kolb',
    sender: 'Johann Peter Kolb', date: '1867-06-20', from: 'Springfield', salutation: 'Lieber Vetter!',
  },
  {
    about: 'a clergyman who gives the house above the town',
    text: 'The Vicarage,\nThaxted,\nEssex.\nSt. Luke\'s Day, 1904\n\nMy dear Bishop,\n\nThe churchwardens have met and are of one mind about the bells.\n\nYours very truly,\nArthur Conyers',
    sender: 'Arthur Conyers', from: 'Thaxted', salutation: 'My dear Bishop,', closing: 'Yours very truly,',
  },
  {
    about: 'a scholar with a Roman month and a hanging closing',
    text: 'Göttingen, 5. XII. 1872\n\nVerehrtester Herr College,\n\nfür die Übersendung Ihrer Abhandlung sage ich Ihnen besten Dank. In alter Verehrung\n\nIhr ganz ergebener\nTheodor Wernicke',
    sender: 'Theodor Wernicke', date: '1872-12-05', from: 'Göttingen', salutation: 'Verehrtester Herr College,',
  },
  {
    about: 'a year in Roman figures',
    text: 'Oxford, the 3d of May, MDCCXLII.\n\nReverend Sir,\n\nI have collated the manuscript and find it of no great age.\n\nYour obliged humble servant,\nJ. Swinburne',
    sender: 'J. Swinburne', date: '1742-05-03', from: 'Oxford', salutation: 'Reverend Sir,',
  },
  {
    about: 'a date without a comma after the signature, English order',
    text: 'My dear Aunt,\n\nThe chestnuts came and were eaten the same evening.\n\nYour affectionate niece,\nClara Vane\n\nTorquay, 4 July 1831.',
    sender: 'Clara Vane', date: '1831-07-04', from: 'Torquay', salutation: 'My dear Aunt,',
  },
  {
    about: 'a place alone behind the signature',
    text: 'March 2nd, 1848\n\nDear Brother,\n\nThe cow is sold and the money is in the bank.\n\nYour brother\nEdwin Sloane\nCanterbury, N. H.',
    sender: 'Edwin Sloane', date: '1848-03-02', salutation: 'Dear Brother,', signature: 'Edwin Sloane',
  },
  {
    about: 'an address on the outside that begins with To',
    text: 'Norwich 17 Octr. 1803\n\nDear Madam,\n\nThe muslin which you sent is exactly what we wanted.\n\nI am, dear Madam, with great respect,\nyour obliged\nSophia Gurley\n\nTo\nMrs. Martineau Cole,\nLynn,\nNorfolk.',
    sender: 'Sophia Gurley', recipient: 'Martineau Cole', date: '1803-10-17', from: 'Norwich', to: 'Lynn', salutation: 'Dear Madam,',
  },
  {
    about: 'a family letter with two signatories and a postscript',
    text: '14 Elm Road,\nLeeds 6\nSunday, 5th June, 1949\n\nDear Auntie Vi,\n\nThank you ever so much for the tea service; it is just what we needed.\n\nLots of love from\nDoris and Ken\n\nP.S. The cat has had kittens.',
    sender: null, date: '1949-06-05', from: 'Leeds', salutation: 'Dear Auntie Vi,', signature: 'Doris and Ken',
    postscript: 'P.S. The cat has had kittens.',
  },
  {
    about: 'a letter whose closing hangs on the last sentence',
    text: 'Kelso, 2 June 1826.\n\nMy dear Miss Ormiston,\n\nMy sister sends her love and hopes that the roses do well. Believe me, my dear Miss Ormiston,\nyours very sincerely,\nGrace Elliot',
    sender: 'Grace Elliot', recipient: 'Miss Ormiston', date: '1826-06-02', from: 'Kelso',
    closing: 'Believe me, my dear Miss Ormiston,\nyours very sincerely,', signature: 'Grace Elliot',
  },
  {
    about: 'a year that cannot be read',
    text: 'Durham, 9th Novemher l8.,4\n\nDear Sirs,\n\nWe are in receipt of your favour of the 6th inst.\n\nYours faithfully,\nJ. H. Pemberton',
    sender: 'J. H. Pemberton', date: null, from: 'Durham', salutation: 'Dear Sirs,',
  },
  {
    about: 'spaced type in the letterhead and in the name',
    text: 'H o t e l  B e l l e v u e\nLuzern, 3. August 1898\n\nLiebe Mutter,\n\ndie Fahrt über den See war herrlich.\n\nDein\nA l b e r t  S t e i n e r',
    date: '1898-08-03', from: 'Luzern', salutation: 'Liebe Mutter,', sender: 'Albert Steiner',
  },
  {
    about: 'a letter of the twentieth century with the address of the sender in three lines',
    text: '27 Balmoral Drive\nEdinburgh EH4\n16 February 1983\n\nDear Professor Muir,\n\nI read your article on the herring trade with great interest.\n\nKind regards,\n\nIsobel Tait (Mrs)',
    sender: 'Isobel Tait', recipient: 'Professor Muir', date: '1983-02-16', from: 'Edinburgh', salutation: 'Dear Professor Muir,',
    closing: 'Kind regards,',
  },
]
