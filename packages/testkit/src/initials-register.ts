import {
  getPath,
  isHuman,
  type Mention,
  type Precedent,
  type Register,
  type RegisterSource,
  type RegisterSpec,
} from '@colophon/domain'

const surnameOf = (name: string): string => name.split(' ').at(-1) ?? ''
const isFull = (name: string): boolean => !name.includes('.')

function mentionsAt(path: string, document: RegisterSource): Mention[] {
  const { document_id, enriched_data, provenance } = document
  const value = getPath(enriched_data, path)
  const entry = provenance[path]
  if (typeof value !== 'string' || entry?.evidence == null) return []
  const { quote: words, start, end } = entry.evidence
  const { confidence } = entry
  const decided = isHuman(entry)
  return [{ ...{ document_id, path, value, words, start, end, confidence, decided } }]
}

const decidedOn = (precedents: readonly Precedent[], kind: 'merge' | 'split', names: string[]) =>
  precedents.some(
    ({ decision }) =>
      decision.kind === kind && names.every((name) => decision.forms.some((form) => form === name)),
  )

function build(mentions: readonly Mention[]): Register {
  const people = [...Map.groupBy(mentions, ({ value }) => surnameOf(value))].map(
    ([surname, of]) => ({
      id: surname,
      name: of.find(({ value }) => isFull(value))?.value ?? surname,
      variants: [...Map.groupBy(of, ({ value }) => value)].map(([form, same]) => ({
        ...{ form, count: same.length, mentions: same },
        documents: same.map((one) => one.document_id),
      })),
      roles: { writer: of.length },
    }),
  )
  return { people, years: {} }
}

/**
 * A register of one path that knows of initials alone: where only one full name has the surname, or a person said that it
 * is the one, it is the name.
 */
export const initialsRegister = (path: string, sure = { confidence: 0.9 }): RegisterSpec => ({
  mentionsOf: (document) => mentionsAt(path, document),
  build,
  propose({ people }, [mention], precedents) {
    if (mention === undefined || isFull(mention.value)) return []
    const person = people.find(({ id }) => id === surnameOf(mention.value))
    const full = person?.variants.filter(({ form }) => isFull(form)) ?? []
    const merged = full.filter(({ form }) => decidedOn(precedents, 'merge', [mention.value, form]))
    const [only, ...others] = merged.length > 0 ? merged : full
    if (only === undefined || others.length > 0) return []
    if (decidedOn(precedents, 'split', [mention.value, only.form])) return []
    const { document_id, start, end } = mention
    return [
      {
        ...{ document_id, path, value: only.form, kind: 'initials', status: 'stated' },
        ...{ confidence: sure.confidence, evidence: { start, end } },
        reason: `${String(only.count)} documents say so`,
        supports: only.mentions.map((one) => ({
          ...{ kind: 'document', document_id: one.document_id, path, quote: one.words },
          ...{ start: one.start, end: one.end },
        })),
      },
    ]
  },
  follow: () => [],
})
