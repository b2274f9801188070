import type { Finding } from '@colophon/domain'

export interface RelatedDocument {
  reference: string
  relation: 'reply_to' | 'enclosed' | 'mentioned'
}

/** Words by which letters point to other papers. Bounded quantifiers: texts can be one line of a million characters. */
const POINTERS: readonly {
  relation: RelatedDocument['relation']
  confidence: number
  words: RegExp
}[] = [
  {
    relation: 'reply_to',
    confidence: 0.85,
    words:
      /\b(?:your (?:kind |last |very |esteemed |welcome |obliging )?(?:letter|favou?r|note|telegram)|yours) (?:of|dated) (?:the |yesterday|(?:last )?\p{L}{3,9}day)?[^.;,\n]{0,24}/giu,
  },
  {
    relation: 'reply_to',
    confidence: 0.85,
    words:
      /\b(?:Ihr|Dein|Euer|Ihres|Deines|Ihrem|Deinem) (?:\p{L}{2,14} ){0,2}(?:Brief|Schreiben|Telegramm)(?:e?s|e)? vom [^.;,\n]{2,24}/gu,
  },
  {
    relation: 'reply_to',
    confidence: 0.85,
    words: /\b(?:votre|ta) (?:\p{L}{2,12} )?lettre du [^.;,\n]{2,24}/giu,
  },
  {
    relation: 'enclosed',
    confidence: 0.8,
    words: /\benclosed (?:letter|note|papers?|copy|account)\b[^.;,\n]{0,30}/giu,
  },
  {
    relation: 'enclosed',
    confidence: 0.8,
    words: /\b(?:beiliegende[rsn]?|anbei) (?:Brief|Schreiben|Abschrift)\b[^.;,\n]{0,30}/giu,
  },
  {
    relation: 'enclosed',
    confidence: 0.8,
    words: /\b(?:lettre|copie) ci-(?:jointe|incluse)\b[^.;,\n]{0,30}/giu,
  },
  {
    relation: 'mentioned',
    confidence: 0.75,
    words:
      /\b(?:my (?:last )?letter (?:of|dated) (?:the )?|mein(?:em|en)? (?:letzten )?Brief vom |ma lettre du )[^.;,\n]{2,24}/giu,
  },
]

const MOST = 12

/** Other letters and papers the letter points to, in its own words; the passage is the evidence. */
export function relatedDocuments(text: string): Finding<RelatedDocument>[] {
  const found: Finding<RelatedDocument>[] = []
  for (const { relation, confidence, words } of POINTERS) {
    for (const match of text.matchAll(words)) {
      const reference = match[0].trim()
      const span = { start: match.index, end: match.index + reference.length }
      found.push({ value: { reference, relation }, status: 'stated', confidence, evidence: span })
      if (found.length >= MOST) return found
    }
  }
  return found
}
