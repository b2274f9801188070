const PICO_DIGITS = 12

/** Dollars as people read them: two digits, and more where two would say nothing of an amount. */
export function dollars(exact: string): string {
  const [whole = '0', fraction = ''] = exact.replace('-', '').split('.')
  const sign = exact.startsWith('-') ? '−' : ''
  const grouped = Number(whole).toLocaleString('en')
  const significant = fraction.search(/[1-9]/)
  const isSmall = Number(whole) === 0 && significant >= 2
  if (!isSmall) return `${sign}$${rounded(grouped, whole, fraction)}`
  return `${sign}$0.${fraction.slice(0, Math.min(PICO_DIGITS, significant + 2))}`
}

/** To cents, half up, exact: amounts never become floats on their way to a page. */
function rounded(grouped: string, whole: string, fraction: string): string {
  const cents = BigInt(whole + fraction.padEnd(2, '0').slice(0, 2))
  const up = Number(fraction[2] ?? '0') >= 5 ? 1n : 0n
  if (up === 0n) return `${grouped}.${fraction.padEnd(2, '0').slice(0, 2)}`
  const sum = (cents + up).toString().padStart(3, '0')
  return `${Number(sum.slice(0, -2)).toLocaleString('en')}.${sum.slice(-2)}`
}

/** For the length of a bar or the height of a point, and for nothing that is read. */
export const lengthOf = (exact: string): number => Number(exact)

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

const picoOf = (exact: string): bigint => {
  const [whole = '0', fraction = ''] = exact.replace('-', '').split('.')
  const amount = BigInt(whole + fraction.padEnd(PICO_DIGITS, '0'))
  return exact.startsWith('-') ? -amount : amount
}

export interface Band {
  /** Dollars, exact; the last band has no end. */
  from: string
  below: string | null
  documents: number
}

const BANDS = [
  '0',
  '0.000000000001',
  '0.001',
  '0.005',
  '0.01',
  '0.05',
  '0.1',
  '0.25',
  '0.5',
] as const

/** How many documents cost how much. */
export function bandsOf(costs: readonly string[]): Band[] {
  const amounts = costs.map(picoOf)
  return BANDS.map((from, index) => {
    const below = BANDS[index + 1] ?? null
    const documents = amounts.filter(
      (amount) =>
        compare(amount, picoOf(from)) >= 0 &&
        (below === null || compare(amount, picoOf(below)) < 0),
    ).length
    return { from, below, documents }
  })
}

export function bandInWords({ from, below }: Pick<Band, 'from' | 'below'>): string {
  if (from === '0') return 'nothing'
  if (below === null) return `$${from} and more`
  return from === '0.000000000001' ? `below $${below}` : `$${from} to $${below}`
}

/** `+10 %`: what something cost more than was said. */
export function errorInWords(ratio: number | null): string {
  if (ratio === null) return '–'
  const percent = Math.round(Math.abs(ratio) * 100)
  if (percent === 0) return '0 %'
  return `${ratio > 0 ? '+' : '−'}${percent.toLocaleString('en')} %`
}
