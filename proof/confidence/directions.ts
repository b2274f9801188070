import type { WeighedField } from '@colophon/profiles/letters/rules/sureness'
import type { Directions } from './fit.ts'

/** The signs that may count, with the side they speak for: decided by what they mean, before anything was measured. */
export const DIRECTIONS: Readonly<Record<WeighedField, Directions>> = {
  sender: {
    'a valediction before it': 1,
    'the surname stands again': 1,
    'a known first name': 1,
    'initials only': 1,
    'a title before it': -1,
    'a short last word': -1,
    'a place in the name': -1,
    'words behind it on the line': -1,
    'a signature elsewhere': -1,
    'misread letters': -1,
    'much text behind it': -1,
  },
  recipient: {
    'the surname stands again': 1,
    'the salutation has the surname': 1,
    'a known first name': 1,
    'a title before it': 1,
    'a word that addresses': 1,
    'a lone initial': -1,
    'a short last word': -1,
    'a place in the name': -1,
    'words behind it on the line': -1,
    'misread letters': -1,
    'the name of the sender': -1,
  },
  date: {
    'another dateline has the year': 1,
    'the weekday fits': 1,
    'another dateline has another year': -1,
    'the year or its century is inferred': -1,
    'two days are written': -1,
    'misread figures': -1,
    'below the body': -1,
  },
}
