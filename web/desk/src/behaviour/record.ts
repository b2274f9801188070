/** The value at a dotted path; list items by index. */
export function valueAt(record: unknown, path: string): unknown {
  let at: unknown = record
  for (const key of path.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
  }
  return at
}

/** The record with another value at the path (none: taken out); what is not concerned is shared with the old one. */
export function withValue(record: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(record)) {
    return record.map((item: unknown, at) =>
      String(at) === key ? withValue(item, rest, value) : item,
    )
  }
  const of = (record ?? {}) as Record<string, unknown>
  const within = withValue(of[key], rest, value)
  if (within !== undefined) return { ...of, [key]: within }
  return Object.fromEntries(Object.entries(of).filter(([name]) => name !== key))
}
