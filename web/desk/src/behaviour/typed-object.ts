import { parseTyped, type ObjectPart, type Parsed } from './schema.ts'
import { capital, spaced } from './words.ts'

export type Texts = Record<string, string>

/** Parts that a line of text can hold; the others stay as they are. */
export const simpleParts = (parts: readonly ObjectPart[]): ObjectPart[] =>
  parts.filter(({ editor: { kind } }) => kind !== 'list' && kind !== 'object' && kind !== 'other')

/** The parts of an object as texts to be edited. */
export const textsOf = (value: unknown): Texts =>
  Object.fromEntries(
    Object.entries((value ?? {}) as Record<string, unknown>).flatMap(([name, part]) =>
      typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean'
        ? [[name, String(part)]]
        : [],
    ),
  )

/** The typed parts as an object, on top of what it had besides; or what is wrong, in a sentence. */
export function parseObject(parts: readonly ObjectPart[], texts: Texts, before: unknown): Parsed {
  const value = new Map(Object.entries((before ?? {}) as Record<string, unknown>))
  for (const { name, editor, required } of simpleParts(parts)) {
    const text = texts[name] ?? ''
    if (text.trim() === '') {
      if (required) return { ok: false, why: `${capital(spaced(name))} is needed.` }
      value.delete(name)
      continue
    }
    const parsed = parseTyped(editor, text)
    if (!parsed.ok) return { ok: false, why: `${capital(spaced(name))}: ${parsed.why}` }
    value.set(name, editor.kind === 'boolean' ? parsed.value === 'true' : parsed.value)
  }
  return { ok: true, value: Object.fromEntries(value) }
}
