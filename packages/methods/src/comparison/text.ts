import { likeness } from './likeness.ts'
import { joined, plainWords } from './plain.ts'

const ENOUGH = 0.8

/** Whether two passages are the same but for spelling, marks and a word more or less. */
export function sameText(a: string, b: string): boolean {
  const [x, y] = [plainWords(a), plainWords(b)]
  if (x === '' || y === '') return false
  return x === y || joined(a) === joined(b) || likeness(x, y) >= ENOUGH
}
