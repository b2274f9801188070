import { readLines } from '../rules/structure/lines.ts'
import { findSalutation } from '../rules/structure/salutation.ts'
import { readForm, type NameForm } from './name-form.ts'

/** "My dear Fanny": the name in a salutation, where it has one. */
export function greetedName(words: string): NameForm | null {
  const name = findSalutation(readLines(words), 2)?.name
  return name == null ? null : readForm([name.title, name.name].filter(Boolean).join(' '))
}
