import type { Weights } from './weigh.ts'

/** Measured on the letters of five editions, clean and misread, and written by `npm run confidence`. */
export const WEIGHTS: Readonly<Record<'sender' | 'recipient' | 'date', Weights>> = {
  sender: {
    base: 0.87,
    rule: 0.26,
    signs: {
      'initials only': 1.5,
      'a valediction before it': 1.47,
      'the surname stands again': 1,
      'a known first name': 0.88,
      'a signature elsewhere': -0.19,
      'much text behind it': -0.59,
      'a short last word': -1.83,
    },
  },
  recipient: {
    base: 0.01,
    rule: 1.05,
    signs: {
      'a title before it': 0.73,
      'the surname stands again': 0.63,
      'the salutation has the surname': 0.55,
      'a known first name': 0.26,
      'a word that addresses': 0.25,
      'words behind it on the line': -0.38,
      'a place in the name': -0.51,
      'a short last word': -0.54,
      'misread letters': -0.59,
      'the name of the sender': -1.21,
      'a lone initial': -1.43,
    },
  },
  date: {
    base: 2.94,
    rule: 0.29,
    signs: {
      'another dateline has the year': 0.62,
      'the weekday fits': 0.35,
      'another dateline has another year': -0.64,
      'two days are written': -0.76,
      'below the body': -0.83,
      'the year or its century is inferred': -1.23,
      'misread figures': -2.01,
    },
  },
}
