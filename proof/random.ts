/** Draws that are the same for the same seed (mulberry32). */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  between(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  shuffled<T>(list: readonly T[]): T[]
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(next() * list.length)]
    if (chosen === undefined) throw new Error('there is nothing to pick from')
    return chosen
  }
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    pick,
    shuffled<T>(list: readonly T[]): T[] {
      const left = [...list]
      const mixed: T[] = []
      while (left.length > 0) mixed.push(...left.splice(Math.floor(next() * left.length), 1))
      return mixed
    },
  }
}
