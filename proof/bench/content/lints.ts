/** The part of a record that says what a letter is about. */
export interface ContentRecord {
  document_id: string
  source: { text: string }
  enriched_data: {
    content?: { summary?: string; signature?: string }
    document?: { correspondence?: { sender?: { name?: string }; recipient?: { name?: string } } }
    analysis?: { keywords?: string[]; subjects?: string[] }
  }
}

const MAX_WORDS = 40
/** Half of a word before a hyphen that stood at the end of a line, or after one. */
const DIVIDED = /\p{Ll}[-¬⸗=] \p{Ll}/u
const FIRST_PERSON = /(?:^|[\s,;:])(?:I|ich|je|my|mein|meine|mon|we|wir|nous)(?=[\s,;.])/u
const EMPTY_LABELS = new Set(['correspondence', 'letter', 'other', 'general'])

type Lint = (record: ContentRecord) => boolean

const summaryOf = (record: ContentRecord): string => record.enriched_data.content?.summary ?? ''
const keywordsOf = (record: ContentRecord): string[] =>
  record.enriched_data.analysis?.keywords ?? []

/** Each says whether a record breaks it. */
const LINTS: Record<string, Lint> = {
  'summary over 40 words': (record) => summaryOf(record).split(/\s+/).length > MAX_WORDS,
  'summary not in the third person': (record) => FIRST_PERSON.test(summaryOf(record)),
  'summary with a broken word': (record) => DIVIDED.test(summaryOf(record)),
  'summary with the signature as a line': (record) => {
    const { signature } = record.enriched_data.content ?? {}
    return signature !== undefined && summaryOf(record).endsWith(signature)
  },
  'summary begun in the middle': (record) => /^(?:\p{Ll}|[,;:.…)])/u.test(summaryOf(record)),
  'correspondent among the keywords': (record) => {
    const { sender, recipient } = record.enriched_data.document?.correspondence ?? {}
    const names = new Set([sender?.name, recipient?.name].map(surname).filter(Boolean))
    return keywordsOf(record).some((word) => names.has(surname(word)))
  },
  'half of a word among the keywords': (record) =>
    keywordsOf(record).some((word) => isHalf(word.toLowerCase(), record.source.text.toLowerCase())),
  'label that says nothing': (record) =>
    record.enriched_data.analysis?.subjects?.some((label) => EMPTY_LABELS.has(label)) ?? false,
}

const surname = (name: string | undefined): string =>
  (name ?? '').toLowerCase().split(/\s+/).at(-1) ?? ''

/** Every place where the word stands is next to a hyphen at the end or the start of a line. */
function isHalf(word: string, text: string): boolean {
  let at = text.indexOf(word)
  let seen = false
  while (at >= 0) {
    const after = text.slice(at + word.length, at + word.length + 4)
    const before = text.slice(Math.max(0, at - 4), at)
    if (!/^[-¬⸗=]\s*\n/.test(after) && !/(?:[-¬⸗=]\s*\n\s*|\n[-¬⸗=])$/.test(before)) return false
    seen = true
    at = text.indexOf(word, at + word.length)
  }
  return seen
}

/** One line for each lint, with how many letters break it and the first of them. */
export function lintsOf(records: readonly ContentRecord[]): string[] {
  return Object.entries(LINTS).map(([name, isBroken]) => {
    const broken = records.filter(isBroken).map(({ document_id: id }) => id)
    return `${String(broken.length).padStart(5)}  ${name}${broken.length > 0 ? `  ${broken[0] ?? ''}` : ''}`
  })
}
