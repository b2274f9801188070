import type { Evidence } from '@colophon/domain'

/** The part of a value that a quote shows, and how. */
export interface Shown {
  value: unknown
  /** Said to the reviewer, after "the quote shows it:". */
  how: string
  /**
   * Whether the quote also shows what the value is (a place in a dateline, a title before a name) and not only that its
   * words were written. A model of which nothing was measured fills a field only then.
   */
  plain: boolean
}

/**
 * How a quote of the document leads to a value of a field: declared beside the field, so that what a model may say of it
 * stands in one place. Rules see the quote as the text has it, not as the model wrote it.
 */
export interface Support {
  /** Names the rule in the definition of the agent. */
  by: string
  /**
   * `words`: the value is made of words of the document, and where the model quotes nothing it is looked for itself.
   * `code`: a code, class or date; such words, where they stand in a document, show nothing. `told`: a text about it.
   */
  form: 'words' | 'code' | 'told'
  /** The most such a value is ever worth, 0–1: below what approves a document where a person should look. */
  most?: number
  /** Null: the quote does not show the value. Takes time in proportion to the quote. */
  readonly shows: (value: unknown, quote: Evidence, text: string) => Shown | null
}

/** Looks at where and how the words stand; says how they show what the value is, or null. */
export type Sign = (value: string, quote: Evidence, text: string) => string | null

/** A rule for words and names; without a sign the words are all that there is to show. */
export function withSign(how: string, sign: Sign | undefined) {
  return (value: string, quote: Evidence, text: string): Shown => {
    if (sign === undefined) return { value, how, plain: true }
    const why = sign(value, quote, text)
    return { value, how: why ?? how, plain: why !== null }
  }
}

/**
 * Support of what is known from elsewhere, or is a judgement: nothing in the document shows it, it is always a
 * proposal.
 */
export const nothing = (): Support => ({ by: 'nothing', form: 'told', shows: () => null })
