import { uniformDraws } from '@colophon/domain/evaluation'

/** Draws that are the same for the same seed. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  between(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  shuffled<T>(list: readonly T[]): T[]
}

export function createRandom(seed: number): Random {
  const next = uniformDraws(seed)
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
