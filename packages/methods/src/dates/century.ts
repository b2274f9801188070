import type { WrittenDate } from './date-shape.ts'

// Things that are mentioned only since the later nineteenth or the twentieth century.
const modern =
  /\b(?:tele(?:ph|f)on\w{0,8}|telegramm?|typewrit\w{1,5}|schreibmaschine|automobil\w{0,3}|auto|motor ?car|aeroplane|airplane|flugzeug|kino\w{0,6}|film\w{0,4}|radio|bicycle|fahrrad|rad fahren|elektrisch\w{0,3}|phone|tramway|weltkrieg|world war|grammophon\w{0,2}|photos?|snapshots?|airport|weekend|television|computer|dad|mum|trench(?:es)?|schützengraben|feldpost\w{0,6}|im felde|b\.e\.f|y\.m\.c\.a|shrapnel|zeppelin\w{0,2}|petrol|dactylo\w{0,6}|t[ée]l[ée]phon\w{0,3}|redaction|feuilleton\w{0,3})\b/i

// Style of address and contractions that went out of use before 1870.
const old =
  /\b(?:hochwohlgeb\p{L}{0,8}|wohlgeb\p{L}{0,6}|gehorsamst\p{L}{0,3}|unterthänig\p{L}{0,4}|obedt|servt|hble|oblig'd|serviteur|thro'|tho')(?=[\s.,])/iu
// A house number behind the name of a street, which came up in the nineteenth century, and a Roman district of a city.
const houseNumber =
  /(?<=\p{L}{3})(?:stra(?:ss|ß)e|str\.|gasse|platz|weg|allee|ring|hof)[.,]?\s(?:Nr?\.?\s?o?\.?\s)?\d{1,3}\b|\p{Lu}\p{Ll}{2,12} (?:[XVI]{2,5}\b|[IVX]\.)/u

/** The full year of a short one, from years in the text or from what the text speaks of; never a later one than 2000. */
export function expandYear(date: WrittenDate, text: string): number | null {
  if (date.year === null) return null
  if (date.yearDigits >= 4) return date.year
  if (date.yearDigits === 3) return 1000 + date.year
  const years = [...text.slice(0, 20_000).matchAll(/(?<!\d)1[6-9]\d\d(?!\d)/g)]
    .slice(0, 40)
    .map((match) => Number(match[0]))
  const options = [1700, 1800, 1900].map((century) => century + (date.year ?? 0))
  const near = options.filter((option) => years.some((year) => Math.abs(option - year) <= 30))
  if (near.length === 1 && near[0] !== undefined) return near[0]
  // Dates in figures alone come up after 1850, so a small number is a year of the twentieth century.
  // Day, month and year in figures with the same stroke between them are a habit of the typewriter age.
  if (/^\d{1,2}([/-])\d{1,2}\1\d\d$/.test(text.slice(date.start, date.end))) return 1900 + date.year
  const read = text.slice(0, 20_000)
  const edges = `${read.slice(0, 600)}\n${read.slice(-600)}`
  const late =
    modern.test(read) ||
    houseNumber.test(edges) ||
    (date.form === 'numeric' && !old.test(edges) && !edges.includes('ſ'))
  return late && date.year < 50 ? 1900 + date.year : 1800 + date.year
}
