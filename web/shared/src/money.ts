/** Dollars as the API writes them, with two digits; the rest stands in the title. */
export const usdInWords = (usd: string | number): string =>
  `$${Number(usd).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`

/** A share as people say it: `87 %`. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`
