import { createHash } from 'node:crypto'

/** Numbers that look random and are the same for the same names. */
export interface Dice {
  /** Uniform in [0, 1). */
  share(): number
  /** One of them; undefined of none. */
  pick<T>(of: readonly T[]): T | undefined
}

export function diceFor(...names: readonly string[]): Dice {
  let state = createHash('sha256').update(names.join('\n')).digest().readUInt32LE(0)
  const share = (): number => {
    // Mulberry32: small, and even enough for a script.
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { share, pick: (of) => of[Math.floor(share() * of.length)] }
}
