/**
 * Money is integer pico-USD (1e-12 USD) in a bigint. A price in USD per million tokens is exactly 1e6 pico-USD per token
 * per dollar, so every listed price, the 50 % batch and the 11/10 geography rate stay whole numbers.
 */
export type PicoUsd = bigint

export const PICO_PER_USD = 1_000_000_000_000n
const FRACTION_DIGITS = 12

/** Parses a decimal dollar amount ("0.10") exactly; floats never take part. Throws RangeError on anything else. */
export function picoUsd(decimalUsd: string): PicoUsd {
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(decimalUsd)
  if (!match)
    throw new RangeError(`Not a decimal dollar amount with at most 12 digits: ${decimalUsd}`)
  const [, sign, whole = '0', fraction = ''] = match
  const amount = BigInt(whole) * PICO_PER_USD + BigInt(fraction.padEnd(FRACTION_DIGITS, '0'))
  return sign === '-' ? -amount : amount
}

/** Exact decimal dollars for the edge: at least two, at most twelve digits after the point. */
export function formatUsd(amount: PicoUsd): string {
  const absolute = amount < 0n ? -amount : amount
  const fraction = (absolute % PICO_PER_USD).toString().padStart(FRACTION_DIGITS, '0')
  const trimmed = fraction.replace(/0+$/, '').padEnd(2, '0')
  return `${amount < 0n ? '-' : ''}${(absolute / PICO_PER_USD).toString()}.${trimmed}`
}

/** Price of one token in pico-USD, from the listed "USD per million tokens". */
export function picoPerToken(usdPerMillionTokens: string): PicoUsd {
  return picoUsd(usdPerMillionTokens) / 1_000_000n
}
