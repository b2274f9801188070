import { useState } from 'react'
import type { Field } from '../../behaviour/field-list.ts'

/** Paths that asked at some time since the page was opened: they keep their place at the top when they are settled. */
export function useAsked(fields: readonly Field[]): ReadonlySet<string> {
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set())
  const fresh = fields.filter(({ open, path }) => open && !asked.has(path))
  if (fresh.length > 0) setAsked(new Set([...asked, ...fresh.map(({ path }) => path)]))
  return asked
}
