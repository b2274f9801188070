import type { Expected, TruthDocument } from '@colophon/domain/evaluation'
import { z } from 'zod'

const text = z.string().min(1)
const texts = z.array(text).default([])

const Party = z.object({
  names: z.array(text).min(1),
  aliases: texts,
  in_text: z.boolean().optional(),
})
const Place = z.object({ name: text, aliases: texts })
const Mention = z.object({
  surfaces: texts,
  normalized: text.nullish(),
  scored: z.boolean().default(true),
})
const Mentions = z.array(Mention).nullish()

/** What an edition records of a letter. What is null or left out is not known. */
const Truth = z.object({
  sender: Party.nullish(),
  recipient: Party.nullish(),
  date: z
    .object({ iso: text.nullish(), as_written: text.nullish(), dateline: text.nullish() })
    .nullish(),
  place_sent: Place.nullish(),
  place_received: Place.nullish(),
  salutation: text.nullish(),
  closing: text.nullish(),
  signature: text.nullish(),
  postscript: z.union([text, z.boolean()]).nullish(),
  people_mentioned: Mentions,
  places_mentioned: Mentions,
  organizations_mentioned: Mentions,
  document_type: text.nullish(),
})
type Truth = z.infer<typeof Truth>

const TruthLine = z.object({
  id: text,
  language: text.optional(),
  source: z.object({ edition: text.optional() }).optional(),
  truth: Truth,
})

const one = (...forms: string[]): Expected[] => [{ forms }]

/** Other forms of a name are those of the one person there is. */
const party = ({ names, aliases }: z.infer<typeof Party>): Expected[] =>
  names.map((name) => ({ forms: names.length === 1 ? [name, ...aliases] : [name] }))

const mentions = (all: readonly z.infer<typeof Mention>[]): Expected[] =>
  all.map(({ surfaces, normalized, scored }) => ({
    forms: [...(normalized == null ? [] : [normalized]), ...surfaces],
    optional: !scored,
  }))

type Fields = Record<string, readonly Expected[] | null | undefined>

function parties(truth: Truth): Fields {
  const both = (['sender', 'recipient'] as const).flatMap((role) => {
    const known = truth[role]
    if (known == null) return []
    const expected = party(known)
    return [[role, expected], ...(known.in_text === true ? [[`${role}_in_text`, expected]] : [])]
  })
  return Object.fromEntries(both) as Fields
}

function dates({ date }: Truth): Fields {
  if (date == null) return {}
  const written = [date.as_written, date.dateline].filter((form) => form != null)
  return {
    date: date.iso == null ? null : one(date.iso),
    date_as_written: date.as_written == null ? null : one(...written),
  }
}

/** Words; `true` where somebody knows that there are some. */
function postscript({ postscript: known }: Truth): Fields {
  if (known == null) return {}
  if (known === false) return { postscript: [] }
  const words = known === true ? 'postscript' : known
  return { postscript: one(words), ...(known !== true && { postscript_text: one(known) }) }
}

const whole = (known: string | null | undefined) => (known == null ? null : one(known))

function fieldsOf(truth: Truth): TruthDocument['fields'] {
  const places = (['place_sent', 'place_received'] as const).map((field) => {
    const known = truth[field]
    return [field, known == null ? null : one(known.name, ...known.aliases)]
  })
  const lists = (['people', 'places', 'organizations'] as const).map((kind) => {
    const known = truth[`${kind}_mentioned`]
    return [kind, known == null ? null : mentions(known)]
  })
  const all: Fields = {
    ...parties(truth),
    ...dates(truth),
    ...(Object.fromEntries(places) as Fields),
    salutation: whole(truth.salutation),
    closing: whole(truth.closing),
    signature: whole(truth.signature),
    ...postscript(truth),
    ...(Object.fromEntries(lists) as Fields),
    document_type: whole(truth.document_type),
  }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, readonly Expected[]] => entry[1] != null),
  )
}

/** A letter with what an edition records of it (`letters-bench`); null for a line of another form. */
export function readTruth(line: unknown): TruthDocument | null {
  if (typeof line !== 'object' || line === null || !('truth' in line)) return null
  const { id, language, source, truth } = TruthLine.parse(line)
  return { document_id: id, language, collection: source?.edition, fields: fieldsOf(truth) }
}
