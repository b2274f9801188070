import type { Tool } from '@colophon/agents'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { z } from 'zod'
import type { Dice } from './random.ts'

type Ask = NonNullable<Tool['fields'][number]['ask']>

/** Questions a model may be asked, by the key in its answer. */
export const ASKED: ReadonlyMap<string, { path: string; ask: Ask }> = new Map(
  LETTER_AGENTS.flatMap(({ tools }) =>
    tools.flatMap(({ fields }) =>
      fields.flatMap(({ path, ask }) => (ask ? [[ask.key, { path, ask }] as const] : [])),
    ),
  ),
)

const CAPITAL_RUN = /\p{Lu}[\p{L}'’.]*(?: (?:\p{Lu}[\p{L}'’.]*|of|the|von|de))*(?<=[\p{L}.])/gu
const SENTENCE = /[^.!?\n]{10,120}/g
const DAY = /\d{1,2}\S{0,3} \p{Lu}\p{L}+\.?,? \d{4}|\p{Lu}\p{L}+ \d{1,2}\S{0,3},? \d{4}|\d{4}/gu

const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([match]) => match.trim()).filter((match) => match.length > 2)

/** Words of a letter that could be what a field asks for, and are mostly not. */
export function plausibleWords(path: string, text: string, dice: Dice): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const any = (): string => dice.pick(found(text, CAPITAL_RUN)) ?? text.trim().slice(0, 20)
  switch (path) {
    case 'content.salutation':
      return dice.pick(lines.slice(0, 4))?.trim().slice(0, 80) ?? any()
    case 'content.closing':
    case 'content.postscript':
      return dice.pick(found(text.slice(-800), SENTENCE)) ?? any()
    case 'content.signature':
      return dice.pick(found(text.slice(-400), CAPITAL_RUN)) ?? any()
    case 'document.date.date_display':
      return dice.pick(found(text, DAY)) ?? any()
    case 'document.reference_number':
      return dice.pick(found(text, /\b\d{2,}\b/g)) ?? any()
    case 'content.summary':
      return [dice.pick(found(text, SENTENCE)), dice.pick(found(text, SENTENCE))].join('. ')
    default:
      return any()
  }
}

const around = (text: string, words: string): string => {
  const at = text.indexOf(words)
  return at < 0 ? words : text.slice(Math.max(0, at - 12), at + words.length + 12).trim()
}

interface Made {
  value: unknown
  quote: string
}

type Schema = Readonly<Record<string, unknown>>
const schemas = new WeakMap<Ask, Schema>()

function schemaOf(ask: Ask): Schema {
  let schema = schemas.get(ask)
  if (schema === undefined) schemas.set(ask, (schema = z.toJSONSchema(ask.value)))
  return schema
}

function dateOf(words: string, dice: Dice): string {
  const year = /1[5-9]\d\d/.exec(words)?.[0] ?? `18${String(10 + Math.floor(dice.share() * 89))}`
  const two = (most: number) => String(1 + Math.floor(dice.share() * most)).padStart(2, '0')
  return dice.share() < 0.5 ? year : `${year}-${two(12)}-${two(28)}`
}

/** A value in the form a field asks for, out of some words; `quote` are words that stand in the text they are of. */
export function plausible(key: string, text: string, dice: Dice): Made {
  const asked = ASKED.get(key)
  const path = asked?.path ?? ''
  const words = plausibleWords(path, text, dice)
  if (asked === undefined) return { value: words, quote: words }
  if (path === 'document.date.creation_date') {
    const day = plausibleWords('document.date.date_display', text, dice)
    return { value: dateOf(day, dice), quote: day }
  }
  return {
    value: shaped(schemaOf(asked.ask), { path, text, dice, words }),
    quote: around(text, words),
  }
}

interface Matter {
  path: string
  text: string
  dice: Dice
  words: string
}

/** Words in the form of a JSON Schema, with other words of the text in each item of a list. */
export function shaped(schema: Schema, matter: Matter): unknown {
  const { dice, path, text, words } = matter
  if (Array.isArray(schema['enum'])) return dice.pick(schema['enum'] as unknown[])
  if (schema['type'] === 'array') {
    const items = schema['items'] as Schema
    return Array.from({ length: 1 + Math.floor(dice.share() * 3) }, () =>
      path === 'document.languages'
        ? dice.pick(['en', 'de', 'fr', 'la', 'es'])
        : shaped(items, { ...matter, words: plausibleWords(path, text, dice) }),
    )
  }
  if (schema['type'] !== 'object') return words
  const parts = Object.entries(schema['properties'] as Record<string, Schema>)
  return Object.fromEntries(
    parts.map(([name, part]) => {
      if (name === 'name') return [name, words]
      if (name === 'quote') return [name, around(text, words)]
      return [name, shaped(part, { ...matter, words: plausibleWords('', text, dice) })]
    }),
  )
}
