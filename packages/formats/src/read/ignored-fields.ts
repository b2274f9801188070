import { z } from 'zod'
import { printable } from './problems.ts'

const MAX_FIELDS_NAMED = 12
const MAX_FIELD_NAME = 40

/** Remembers fields that are not read, to name them once for a whole file. */
export class IgnoredFields {
  readonly #form: z.ZodType
  #known: ReadonlySet<string> | null | undefined
  readonly #names = new Set<string>()
  #more = 0

  constructor(form: z.ZodType) {
    this.#form = form
  }

  add(value: unknown): void {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    if (this.#known === undefined) this.#known = fieldsOf(this.#form)
    if (this.#known === null) return
    for (const name of Object.keys(value)) {
      if (this.#known.has(name) || this.#names.has(name)) continue
      if (this.#names.size < MAX_FIELDS_NAMED) this.#names.add(name)
      else this.#more += 1
    }
  }

  /** The note for the file, or null when every field was read. */
  note(): string | null {
    if (this.#names.size === 0) return null
    const clipped = [...this.#names].map((name) => printable(name.slice(0, MAX_FIELD_NAME)))
    return `fields that are not read: ${clipped.join(', ')}${this.#more > 0 ? ', …' : ''}`
  }
}

/** Null for a form that takes any. */
const fieldsOf = (form: z.ZodType): ReadonlySet<string> | null =>
  form instanceof z.ZodObject && form.def.catchall === undefined
    ? new Set(Object.keys(form.shape))
    : null
