/**
 * Share of findings of each kind that are right, measured on edited letters of five editions and rounded.
 * A kind below 0.4 is not reported at all.
 */
export const confidence = {
  salutation: { 'own line': 0.96, 'run-in': 0.9, greeting: 0.85 },
  closing: { beforeSignature: 0.8, alone: 0.6 },
  signature: { afterClosing: 0.95, nameLine: 0.75, weak: 0.5 },
  sender: {
    signature: 0.85,
    fullForm: 0.75,
    compliments: 0.75,
    heading: 0.75,
    letterhead: 0.5,
    ownName: 0.6,
    bareSurname: 0.7,
  },
  recipient: {
    to: 0.85,
    titled: 0.75,
    'bare name': 0.6,
    salutation: 0.7,
    inText: 0.75,
    compliments: 0.7,
    heading: 0.75,
    firstName: 0.3,
  },
  date: {
    headFull: 0.95,
    footFull: 0.85,
    shortYear: 0.75,
    borrowedYear: 0.7,
    yearMonth: 0.7,
    display: 0.85,
  },
  place: { dateline: 0.9, foot: 0.7, neighbour: 0.75, lone: 0.6, letterhead: 0.6 },
  placeReceived: 0.6,
  postscript: { marked: 0.9, unmarked: 0.7 },
  body: 0.85,
  letterhead: 0.6,
  notes: 0.7,
} as const
