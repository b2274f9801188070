import type { EnrichRequest } from '@colophon/domain'
import { getPath } from '@colophon/domain'
import { parseAmiFileName } from './rules/catalogue/index.ts'
import { readEntities, type Entities } from './rules/entities/index.ts'
import type { Finding } from './rules/finding.ts'
import { detectLanguages } from './rules/language/index.ts'
import { readStructure, type LetterStructure } from './rules/structure/index.ts'

/** A letter as the rules read it: each part is read when it is first asked for, and once. */
export interface Reading {
  readonly text: string
  readonly request: EnrichRequest
  /** Main language, `und` when it cannot be told. */
  readonly language: string
  readonly languages: Finding<string>[]
  readonly structure: LetterStructure
  readonly entities: Entities
  readonly year: number | null
  readonly ami: ReturnType<typeof parseAmiFileName>
}

function lazily<T>(read: () => T): () => T {
  let known: { value: T } | undefined
  return () => (known ??= { value: read() }).value
}

interface TextReading {
  languages: () => Finding<string>[]
  structure: () => LetterStructure
  entities: () => Entities
}

// The agents of one process read the same letter one after the other. What depends on the text alone is kept for the
// letters in flight, so that each is read once.
const KEPT = 32
const kept = new Map<string, TextReading>()

function readText(text: string): TextReading {
  const known = kept.get(text)
  if (known !== undefined) return known
  const languages = lazily(() => detectLanguages(text))
  const structure = lazily(() => readStructure(text, { language: languages()[0]?.value ?? 'und' }))
  const entities = lazily(() => {
    const form = structure()
    const exclude = [...form.datelines, form.letterhead?.evidence].filter((span) => span != null)
    return readEntities(text, {
      language: languages()[0]?.value ?? 'und',
      exclude,
      sender: form.senders[0]?.value.name ?? null,
      recipient: form.recipient?.value.name ?? null,
      salutation: form.salutation?.evidence ?? null,
      signature: form.signature?.evidence ?? null,
      year: yearOf(form),
    })
  })
  const reading = { languages, structure, entities }
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '')
  kept.set(text, reading)
  return reading
}

function yearOf(form: LetterStructure): number | null {
  const year = Number(form.date.creationDate?.value.slice(0, 4))
  return Number.isInteger(year) && year > 0 ? year : null
}

export function readLetter(request: EnrichRequest): Reading {
  const shared = readText(request.text)
  const ami = lazily(() => parseAmiFileName(request.file?.name ?? ''))
  return {
    text: request.text,
    request,
    get language() {
      return shared.languages()[0]?.value ?? request.language ?? 'und'
    },
    get languages() {
      return shared.languages()
    },
    get structure() {
      return shared.structure()
    },
    get entities() {
      return shared.entities()
    },
    get year() {
      return yearOf(shared.structure())
    },
    get ami() {
      return ami()
    },
  }
}

/** A string fact of the submitter, by one of its usual names. */
export function fact(request: EnrichRequest, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = getPath(request.facts, name)
    if (typeof value === 'string' && value.trim() !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}
