/** How sure something is, as people say it: a word and a mark, so that no colour has to say it. */
export interface Sureness {
  word: 'certain' | 'likely' | 'doubtful' | 'none'
  mark: '●' | '◐' | '○' | '–'
}

const CERTAIN = 0.85
const NONE: Sureness = { word: 'none', mark: '–' }

/** `enough` is the confidence below which a value of this profile goes to a person. */
export function surenessOf(confidence: number | undefined, enough: number): Sureness {
  if (confidence === undefined) return NONE
  if (confidence >= Math.max(CERTAIN, enough)) return { word: 'certain', mark: '●' }
  if (confidence >= enough) return { word: 'likely', mark: '◐' }
  return { word: 'doubtful', mark: '○' }
}
