/**
 * Share of findings of each kind that were right on the edited letters of five editions, clean and with recognition
 * errors, rounded. Kinds that stayed below 0.4 are not reported at all, save as short names.
 */
export const confidence = {
  salutation: { 'own line': 0.97, 'run-in': 0.8, greeting: 0.8 },
  closing: { beforeSignature: 0.93, alone: 0.7 },
  signature: { afterClosing: 0.97, nameLine: 0.93, weak: 0.7 },
  sender: {
    signature: 0.92,
    bareSurname: 0.65,
    fullForm: 0.65,
    compliments: 0.65,
    heading: 0.9,
    labelled: 0.85,
    ownName: 0.6,
  },
  recipient: {
    to: 0.86,
    titled: 0.86,
    'bare name': 0.4,
    salutation: 0.86,
    rivalled: 0.6,
    inText: 0.82,
    compliments: 0.7,
    heading: 0.9,
    labelled: 0.85,
  },
  date: {
    headFull: 0.98,
    footFull: 0.93,
    shortYear: 0.88,
    borrowedYear: 0.7,
    yearMonth: 0.6,
    display: 0.95,
  },
  place: { dateline: 0.9, foot: 0.76, neighbour: 0.93, lone: 0.85, letterhead: 0.8, form: 0.9 },
  /** The most that a name of a kind can have: misread letters, a surname alone, three words and more. */
  name: { doubtful: 0.65, bare: 0.45, long: 0.78 },
  shortName: 0.1,
  placeReceived: 0.75,
  postscript: { marked: 0.95, unmarked: 0.75 },
  body: 0.85,
  bodyLeftOver: 0.5,
  letterhead: 0.6,
  notes: 0.7,
} as const
