/** `creation_date` as people read it: `creation date`. */
export const spaced = (name: string): string => name.replaceAll('_', ' ')

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** `1 field`, `3 fields`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'],
  ...['October', 'November', 'December'],
]
const ISO_DATE = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/

/** `1862-02-04` written out: `4 February 1862`. What is no such date stays as it is. */
export function dateInWords(iso: string): string {
  const [, year, month, day] = ISO_DATE.exec(iso) ?? []
  if (year === undefined || month === undefined) return iso
  const name = MONTHS[Number(month) - 1]
  if (name === undefined) return iso
  return day === undefined ? `${name} ${year}` : `${Number(day)} ${name} ${year}`
}

/** So many times the length that is wanted are read: of a text of megabytes nobody wants more, blanks and all. */
const READ = 8

/** A text of a sentence's length, cut at a word. */
export function shortened(text: string, length: number): string {
  const read = text.slice(0, length * READ)
  const line = read.replace(/\s+/g, ' ').trim()
  if (line.length <= length) return read.length < text.length ? `${line} …` : line
  const cut = line.lastIndexOf(' ', length)
  return `${line.slice(0, cut > length / 2 ? cut : length)} …`
}
