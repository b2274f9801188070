import type { FieldForm, ProfileForm } from '@colophon/domain'

/** The field that a path is, or lies within. */
export const fieldOf = (fields: readonly FieldForm[], path: string): FieldForm | undefined =>
  fields.find((field) => path === field.path || path.startsWith(`${field.path}.`))

/** What a path is called in a kind of record; in any of them where the kind is not known. */
export function labelOf(profiles: readonly Pick<ProfileForm, 'fields'>[], path: string): string {
  for (const { fields } of profiles) {
    const field = fieldOf(fields, path)
    if (field !== undefined) return field.label
  }
  return path
}
