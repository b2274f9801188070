/** Language, the head or the foot of a made-up letter, and what must be read from it; null: must not be given. */
export type Part = readonly [
  'en' | 'de' | 'fr',
  string,
  {
    sender?: string | null
    /** All who sign, divided by a stroke. */
    senders?: string
    recipient?: string | null
    /** Place of receipt, or words of it. */
    to?: string
    from?: string
    closing?: string
    signature?: string
    postscript?: string | null
  },
]
