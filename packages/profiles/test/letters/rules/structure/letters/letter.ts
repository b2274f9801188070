/** A short letter written for these tests and what a cataloguer would take from it. Left out: not looked at; null: must not be given. */
export interface WrittenLetter {
  about: string
  text: string
  sender?: string | null
  recipient?: string | null
  date?: string | null
  /** Places of sending and of receipt. */
  from?: string | null
  to?: string | null
  salutation?: string | null
  closing?: string | null
  signature?: string | null
  postscript?: string | null
  /** Words with which a paragraph of the body must begin. */
  body?: string
}
