import { InvalidArgumentError } from 'commander'

const UNIT_S = { s: 1, m: 60, h: 3_600, d: 86_400 } as const
const LONGEST_S = 366 * UNIT_S.d

/** `8h` in seconds. */
export function readSeconds(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const seconds = Number(count) * UNIT_S[unit as keyof typeof UNIT_S]
  if (seconds >= 1 && seconds <= LONGEST_S) return seconds
  throw new InvalidArgumentError('Write a time such as 30m, 8h or 90d, of a year at most.')
}
