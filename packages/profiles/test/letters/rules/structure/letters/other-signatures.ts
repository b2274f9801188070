import type { Part } from './part.ts'

/** The same in German and French. */
export const otherSignatures: readonly Part[] = [
  [
    'de',
    'Mit vorzüglicher Hochachtung\nEw. Wohlgeboren\nergebenster\nKarl Brunner',
    {
      closing: 'Mit vorzüglicher Hochachtung\nEw. Wohlgeboren\nergebenster',
      signature: 'Karl Brunner',
      sender: 'Karl Brunner',
    },
  ],
  [
    'de',
    'Es empfiehlt sich Ihnen bestens\nIhr Karl Brunner',
    { signature: 'Karl Brunner', sender: 'Karl Brunner' },
  ],
  ['de', 'Leben Sie wohl!\n\nBrunner.', { closing: 'Leben Sie wohl!', signature: 'Brunner.' }],
  ['de', 'Lebe wohl und behalte lieb\nDeinen\nKarl', { signature: 'Karl', sender: null }],
  [
    'de',
    'Mit tausend Küssen\nDein Karl',
    { closing: 'Mit tausend Küssen\nDein', signature: 'Karl', sender: null },
  ],
  [
    'de',
    'Viele Grüße von Haus zu Haus\nIhr\nKarl Brunner',
    { signature: 'Karl Brunner', sender: 'Karl Brunner' },
  ],
  [
    'de',
    'In alter Freundschaft und Verehrung\nder Ihrige\nKarl Brunner',
    { signature: 'Karl Brunner', sender: 'Karl Brunner' },
  ],
  ['de', 'Ganz der Deine\nKarl', { closing: 'Ganz der Deine', signature: 'Karl', sender: null }],
  [
    'de',
    'Mit deutschem Gruß\nKarl Brunner',
    { closing: 'Mit deutschem Gruß', signature: 'Karl Brunner', sender: 'Karl Brunner' },
  ],
  [
    'de',
    'Mit kollegialem Gruß\nIhr sehr ergebener\nDr. K. Brunner',
    { signature: 'Dr. K. Brunner', sender: 'K. Brunner' },
  ],
  ['de', 'Stets zu Diensten bereit\nBrunner, Pfarrer', { sender: null }],
  [
    'de',
    'Genehmigen Sie die Versicherung meiner ausgezeichneten Hochachtung, womit ich verharre\nEuer Wohlgeboren\ngehorsamer Diener\nK. v. Brunner',
    { signature: 'K. v. Brunner', sender: 'K. v. Brunner' },
  ],
  [
    'de',
    'Hochachtungsvoll zeichnet\nKarl Brunner\nBuchhändler',
    { signature: 'Karl Brunner', sender: 'Karl Brunner' },
  ],
  ['de', 'Ihr\ntreu ergebener\nKarl Brunner, Pfarrer', { sender: 'Karl Brunner' }],
  ['de', 'Ihre dankbare Schülerin\nLuise Brunner geb. Rehm', { sender: 'Luise Brunner' }],
  ['de', 'Ihre\nLuise Brunner-Rehm', { sender: 'Luise Brunner-Rehm' }],
  ['de', 'Mit Handkuss\nIhr\nBrunner', { closing: 'Mit Handkuss\nIhr', signature: 'Brunner' }],
  [
    'de',
    'Ew. Durchlaucht\nunterthänigster Knecht\nJohann Brunner',
    { signature: 'Johann Brunner', sender: 'Johann Brunner' },
  ],
  ['de', 'Mit Glückauf\nKarl Brunner', { signature: 'Karl Brunner', sender: 'Karl Brunner' }],
  [
    'de',
    'Auf baldiges Wiedersehen freut sich\nDein alter\nKarl Brunner',
    { signature: 'Karl Brunner', sender: 'Karl Brunner' },
  ],
  [
    'de',
    'Dein Dich liebender Vater\nKarl Brunner',
    { signature: 'Karl Brunner', sender: 'Karl Brunner' },
  ],
  ['de', 'Hochachtungsvoll\nDie Schriftleitung', { sender: null }],
  ['de', 'Hochachtungsvoll\nStadtbibliothek Celle\ni. V. Karl Brunner', { sender: 'Karl Brunner' }],
  ['de', 'Hochachtungsvoll\nOberbibliothekar', { sender: null }],
  [
    'fr',
    'Je vous prie d’agréer, Monsieur, l’expression de mes sentiments les plus distingués.\n\nJean Vidal',
    {
      closing:
        'Je vous prie d’agréer, Monsieur, l’expression de mes sentiments les plus distingués.',
      signature: 'Jean Vidal',
      sender: 'Jean Vidal',
    },
  ],
  [
    'fr',
    'Je suis, avec respect,\nMonsieur,\nvotre très humble et très obéissant serviteur,\nROUX',
    { signature: 'ROUX' },
  ],
  [
    'fr',
    'Tout à vous,\nJ. Vidal',
    { closing: 'Tout à vous,', signature: 'J. Vidal', sender: 'J. Vidal' },
  ],
  [
    'fr',
    'Mille amitiés\nJean Vidal',
    { closing: 'Mille amitiés', signature: 'Jean Vidal', sender: 'Jean Vidal' },
  ],
  ['fr', 'Je t’embrasse de tout mon cœur,\nton Jean', { signature: 'Jean', sender: null }],
  [
    'fr',
    'Bien cordialement à vous\nJean Vidal',
    { closing: 'Bien cordialement à vous', signature: 'Jean Vidal', sender: 'Jean Vidal' },
  ],
  [
    'fr',
    'Salut et fraternité,\nJean Vidal',
    { closing: 'Salut et fraternité,', signature: 'Jean Vidal', sender: 'Jean Vidal' },
  ],
  [
    'fr',
    'Votre tout dévoué\nJean Vidal',
    { closing: 'Votre tout dévoué', signature: 'Jean Vidal', sender: 'Jean Vidal' },
  ],
  ['fr', 'Ton vieil ami\nJean', { closing: 'Ton vieil ami', signature: 'Jean', sender: null }],
  ['fr', 'Adieu, mon cher enfant, portez-vous bien.\n\nVidal', { signature: 'Vidal' }],
  [
    'fr',
    'Votre affectionnée fille\nMarie Vidal',
    { closing: 'Votre affectionnée fille', signature: 'Marie Vidal', sender: 'Marie Vidal' },
  ],
  [
    'fr',
    'Veuillez croire, Madame, à mes sentiments respectueux\nJean Vidal\nCapitaine au 4e de ligne',
    { signature: 'Jean Vidal', sender: 'Jean Vidal' },
  ],
  ['fr', 'Votre serviteur\nJean Vidal, notaire à Lyon', { sender: 'Jean Vidal' }],
]
