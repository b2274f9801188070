import { readFileSync } from 'node:fs'

/** An edition's record of a letter; null where it records nothing. Further keys are not looked at. */
export interface Truth {
  sender: { names: string[]; aliases: string[]; in_text?: boolean } | null
  recipient: { names: string[]; aliases: string[]; in_text?: boolean } | null
  date: {
    iso: string | null
    as_written: string | null
    dateline: string | null
    year_in_text?: boolean
  } | null
  place_sent: { name: string; aliases: string[] | null; in_text?: boolean } | null
  place_received: { name: string; aliases: string[] | null; in_text?: boolean } | null
  salutation: string | null
  closing: string | null
  signature: string | null
  postscript: string | boolean | null
  people_mentioned: Mention[] | null
  places_mentioned: Mention[] | null
  organizations_mentioned: Mention[] | null
  document_type: string | null
}

export interface Mention {
  surfaces: string[] | null
  normalized: string | null
  /** False: neither demanded nor punished. */
  scored?: boolean
}

export interface Letter {
  id: string
  text: string
  language: string
  truth: Truth
}

export const VARIANTS = ['clean', 'noisy'] as const
export type Variant = (typeof VARIANTS)[number]

/** One letter of a file of JSON lines: `id`, `language`, `text` (and `text_noisy`), `truth`. */
interface Line extends Letter {
  text_noisy?: string
}

export function readLetters(file: string, variant: Variant): Letter[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => {
    const { id, text, text_noisy: noisy, language, truth } = JSON.parse(line) as Line
    return { id, language, truth, text: variant === 'noisy' ? (noisy ?? text) : text }
  })
}

/** Every second letter, from the first or from the second: editions are alike in both halves. */
export const halfOf = <T>(letters: readonly T[], half: 'even' | 'odd'): T[] =>
  letters.filter((_, index) => index % 2 === (half === 'even' ? 0 : 1))
