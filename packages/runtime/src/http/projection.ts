import type { z } from 'zod'

/** Leaves of a record the fields its public schema has, and no others. */
export function projection<S extends z.ZodObject>(
  schema: S,
): (record: Readonly<z.output<S>>) => z.output<S> {
  const fields = Object.keys(schema.shape)
  return (record) => {
    const given = record as Readonly<Record<string, unknown>>
    const kept = fields.filter((field) => given[field] !== undefined)
    return Object.fromEntries(kept.map((field) => [field, given[field]])) as z.output<S>
  }
}
