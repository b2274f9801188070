import type { HeldDocument, HeldField, JudgedRecord } from '@colophon/domain/evaluation'

/** `wrong`: another value than the right one; `extra`: a value where there is none, or one too many; `right` now. */
export type MistakeKind = 'missed' | 'wrong' | 'extra' | 'right'

export interface Stretch {
  start: number
  end: number
  /** Words that a value was taken from, or words that a missing one stands in. */
  what: 'found' | 'expected'
}

export interface Mistake {
  field: string
  kind: MistakeKind
  /** Missing values, each with its forms. */
  expected: readonly (readonly string[])[]
  found: readonly string[]
  confidence: number | null
  source: string | null
  version: string
  /** Nobody would have looked at it. */
  accepted: boolean
  quote: string | null
  /** Against the earlier version, where there is one. */
  change: 'worse' | 'better' | 'same' | null
}

export interface MistakenDocument {
  id: string
  language: string
  collection: string
  there: boolean
  approved: boolean
  mistakes: Mistake[]
  /** Null where the records have no texts, or too many for one page. */
  text: string | null
  stretches: Stretch[]
}

const kindOf = ({ missed, wrong }: HeldField): MistakeKind => {
  if (missed.length === 0) return wrong.length === 0 ? 'right' : 'extra'
  return wrong.length === 0 ? 'missed' : 'wrong'
}

const mistakesIn = ({ missed, wrong }: HeldField): number => missed.length + wrong.length

function changeOf(field: HeldField, before: HeldField | undefined): Mistake['change'] {
  if (before === undefined) return null
  const by = mistakesIn(field) - mistakesIn(before)
  return by > 0 ? 'worse' : by < 0 ? 'better' : 'same'
}

/** Values and forms are looked for in the text by their characters, whatever their case. */
function standing(text: string, form: string): { start: number; end: number } | null {
  const start = form === '' ? -1 : text.toLowerCase().indexOf(form.toLowerCase())
  // Some characters are longer in lower case: then nothing is shown, rather than the wrong words.
  if (start < 0 || text.slice(start, start + form.length).toLowerCase() !== form.toLowerCase())
    return null
  return { start, end: start + form.length }
}

function stretchesOf(text: string, fields: readonly HeldField[]): Stretch[] {
  const quoted = fields.flatMap(({ evidence, wrong }): Stretch[] => {
    if (evidence === null || wrong.length === 0) return []
    const { quote, start, end } = evidence
    return text.startsWith(quote, start) && end > start ? [{ start, end, what: 'found' }] : []
  })
  const wanted = fields.flatMap(({ missed }) =>
    missed.flatMap(({ forms }): Stretch[] => {
      const [place] = forms.flatMap((form) => standing(text, form) ?? [])
      return place === undefined ? [] : [{ ...place, what: 'expected' }]
    }),
  )
  const sorted = [...wanted, ...quoted].sort((a, b) => a.start - b.start || b.end - a.end)
  let end = 0
  return sorted.filter((stretch) => {
    if (stretch.start < end) return false
    ;({ end } = stretch)
    return true
  })
}

/** So much text is kept for a page, all documents together; a browser opens that in a moment. */
const MOST_TEXT = 24 * 1024 * 1024

/** Collects what is wrong, document by document, as records are held against the truth. */
export class Mistakes {
  readonly #texts = new Map<string, { text: string; stretches: Stretch[] }>()
  #left = MOST_TEXT

  /** Keeps the text of a document with mistakes. */
  add(document: HeldDocument, record: JudgedRecord | undefined): void {
    const text = record?.source?.text
    if (text === undefined || text.length > this.#left) return
    const mistaken = document.fields.filter((field) => mistakesIn(field) > 0)
    if (mistaken.length === 0) return
    this.#left -= text.length
    this.#texts.set(document.document_id, { text, stretches: stretchesOf(text, mistaken) })
  }

  /** Documents with mistakes by their ids, and those that had some in the earlier version. */
  documents(
    documents: readonly HeldDocument[],
    against: readonly HeldDocument[] | undefined,
  ): MistakenDocument[] {
    const earlier = new Map(against?.map((one) => [one.document_id, one]))
    return documents
      .toSorted((a, b) => (a.document_id < b.document_id ? -1 : 1))
      .map((one) => this.#document(one, earlier.get(one.document_id)))
      .filter(({ mistakes }) => mistakes.length > 0)
  }

  #document(document: HeldDocument, before: HeldDocument | undefined): MistakenDocument {
    const { document_id: id, language, collection, there, approved, fields } = document
    const told = new Set<string>()
    const mistakes = fields.flatMap((field): Mistake[] => {
      const change = changeOf(
        field,
        before?.fields.find((one) => one.field === field.field),
      )
      const kind = kindOf(field)
      if (kind === 'right' && change !== 'better') return []
      // Fields that look at one value in two ways say the same of it once.
      const what = JSON.stringify([field.path, kind, field.wrong])
      if (told.has(what)) return []
      told.add(what)
      return [{ ...shown(field), kind, change }]
    })
    const kept = this.#texts.get(id)
    return {
      ...{ id, language, collection, there, approved, mistakes },
      text: kept?.text ?? null,
      stretches: kept?.stretches ?? [],
    }
  }
}

const shown = (held: HeldField): Omit<Mistake, 'kind' | 'change'> => ({
  field: held.field,
  expected: held.missed.map(({ forms }) => forms),
  found: held.wrong.length > 0 ? held.wrong : held.missed.length > 0 ? [] : held.right,
  ...{ confidence: held.confidence, source: held.source, version: held.version },
  accepted: held.accepted,
  quote: held.wrong.length > 0 ? (held.evidence?.quote ?? null) : null,
})
