import { createHash } from 'node:crypto'
import { createRandom } from '../random.ts'

/** Numbers that look random and are the same for the same names. */
export interface Dice {
  /** Uniform in [0, 1). */
  share(): number
  /** One of them; undefined of none. */
  pick<T>(of: readonly T[]): T | undefined
}

export function diceFor(...names: readonly string[]): Dice {
  const seed = createHash('sha256').update(names.join('\n')).digest().readUInt32LE(0)
  const random = createRandom(seed)
  const share = (): number => random.next()
  return { share, pick: (of) => of[Math.floor(share() * of.length)] }
}
