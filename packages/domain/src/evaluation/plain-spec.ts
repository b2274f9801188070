import type { Profile } from '../profile.ts'
import { getPath } from '../record/path.ts'
import { keyOf } from './match.ts'
import type { EvaluationSpec, MeasuredField } from './spec.ts'

/** A value as a form: texts as they are, items of a list by what tells them apart, anything else as it is written. */
function formOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const name = getPath(value, 'name')
    return typeof name === 'string' ? [name] : [JSON.stringify(value)]
  }
  return value === undefined || value === null ? [] : [JSON.stringify(value)]
}

function foundAt(data: unknown, path: string): string[][] {
  const value = getPath(data, path)
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.map(formOf).filter((forms) => forms.length > 0)
}

const plainField = (path: string, core: boolean): MeasuredField => ({
  name: path,
  path,
  core,
  decides: core,
  found: (data) => foundAt(data, path),
  same: (found, expected) => keyOf(found) === keyOf(expected),
})

/**
 * How a profile's records are measured: by the fields that it says, and every other path by the characters of its values.
 * Without any fields of its own, those that are required and found by an agent make the mean.
 */
export function specOf(profile: Pick<Profile, 'fields'>, own?: EvaluationSpec): EvaluationSpec {
  const named = new Set(own?.fields.map(({ path }) => path))
  const plain = profile.fields
    .filter(({ agent, path }) => agent !== null && !named.has(path))
    .map(({ path, required }) => plainField(path, own === undefined && required))
  return { ...own, fields: [...(own?.fields ?? []), ...plain] }
}
