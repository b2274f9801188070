import { createVocabulary } from '../words/vocabulary.ts'

const monthForms = [
  'vendémiaire vendem vendre',
  'brumaire brum',
  'frimaire frim',
  'nivôse nivose niv',
  'pluviôse pluviose pluv',
  'ventôse ventose vent',
  'germinal germ',
  'floréal floreal flor',
  'prairial prair',
  'messidor mess messid',
  'thermidor therm thermid',
  'fructidor fruct fructid',
  'complémentaire complémentaires complementre sansculottides sanculottides',
]

/** Months of the French republican calendar (1792–1805), 1–12; 13 are the five or six days that complete its year. */
export const republicanMonths = createVocabulary<number>(function* () {
  for (const [index, forms] of monthForms.entries()) {
    for (const form of forms.split(' ')) if (form.length > 4) yield [form, index + 1] as const
  }
})

// 1 Vendémiaire of the years I to XIV fell on this day of September.
const newYear = [22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23]

/** The Gregorian date, or undefined when the year is outside I–XIV. */
export function republicanToIso(year: number, month: number, day: number): string | undefined {
  const september = newYear[year - 1]
  if (september === undefined || month < 1 || month > 13 || day < 1 || day > (month > 12 ? 6 : 30))
    return undefined
  const date = new Date(Date.UTC(1791 + year, 8, september + (month - 1) * 30 + day - 1))
  return date.toISOString().slice(0, 10)
}
