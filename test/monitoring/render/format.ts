/** Figures as Grafana writes them, for the units our panels have. */

const LENGTHS = [
  [31_536_000, 'years'],
  [86_400, 'days'],
  [3_600, 'hours'],
  [60, 'mins'],
  [1, 's'],
  [1e-3, 'ms'],
] as const
const BYTES = [
  [1024 ** 3, 'GiB'],
  [1024 ** 2, 'MiB'],
  [1024, 'KiB'],
] as const
const THOUSANDS = [
  [1e9, ' Bil'],
  [1e6, ' Mil'],
  [1e3, ' K'],
] as const

/** About three digits, without zeros at the end. */
function digits(value: number, decimals?: number): string {
  if (decimals !== undefined) return value.toFixed(decimals)
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)))
  return String(Number(value.toFixed(Math.min(places, 6))))
}

function scaled(
  value: number,
  sizes: readonly (readonly [number, string])[],
  decimals?: number,
): string | undefined {
  const found = sizes.find(([size]) => Math.abs(value) >= size)
  return found && digits(value / found[0], decimals) + found[1]
}

export function format(value: number | null, unit: string, decimals?: number): string {
  if (value === null || !Number.isFinite(value)) return 'no value'
  if (unit === 's') {
    const text = scaled(
      value,
      LENGTHS.map(([size, word]) => [size, ` ${word}`] as const),
      decimals,
    )
    return text ?? (value === 0 ? '0 s' : `${digits(value * 1e6)} µs`)
  }
  if (unit === 'percentunit') return `${digits(value * 100, decimals)}%`
  if (unit === 'currencyUSD') {
    const sign = value < 0 ? '-' : ''
    return `${sign}$${scaled(Math.abs(value), THOUSANDS) ?? digits(Math.abs(value), decimals)}`
  }
  if (unit === 'bytes') return scaled(value, BYTES, decimals) ?? `${digits(value)} B`
  const text = scaled(value, THOUSANDS) ?? digits(value, decimals)
  return unit === 'reqps' ? `${text} req/s` : text
}
