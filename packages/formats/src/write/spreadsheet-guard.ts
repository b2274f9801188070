/** Signs that a formula begins with; the second four are the wide forms, the last four the small ones. */
const SIGNS = '=+\\-@＝＋－＠﹦﹢﹣﹫'
/** Spaces and quotes before it may be cut, and apostrophes be our own. A plain number is none. */
const FORMULA = `(?!-\\d+(?:\\.\\d+)?(?:$|[;\\t\\r\\n]))(?=(?:['"]|[^\\S\\t\\r\\n])*[${SIGNS}])`

const STARTS_A_FORMULA = new RegExp(`^(?:${FORMULA}|'*[\\t\\r\\n])`)
const LATER_FORMULAS = new RegExp(`([;\\t\\r\\n])${FORMULA}`, 'g')
const GUARDED_LATER_FORMULAS = new RegExp(`([;\\t\\r\\n])'${FORMULA}`, 'g')
const MAY_NEED_A_GUARD = new RegExp(`[${SIGNS};\\t\\r\\n']`)

const MONTHS =
  'jan|feb|fév|mar|mär|mrz|apr|avr|mai|may|jun|jui|jul|aug|aou|aoû|sep|oct|okt|nov|dec|dez|déc'
/** No number, date, time or truth value, or one that is written as a spreadsheet writes it. */
const STAYS_AS_IT_IS = /^(?:0|[1-9]\d{0,14})$/
const READ_OTHERWISE = [
  /^(?=\D*\d)[\d.,:/+\- %]+$/,
  /^[+-]?\d+(?:[.,]\d*)?e[+-]?\d+$/i,
  new RegExp(`^(?:\\d{1,4}[-. /]*)?(?:${MONTHS})\\p{L}*\\.?[-. /]*\\d{0,4}$`, 'iu'),
  /^\d{1,2}(?::\d{1,2})* [ap]m?$/i,
  /^(?:true|false|wahr|falsch|vrai|faux)$/i,
]

/** Whether a spreadsheet would give it back as something else, were it an id. */
const isMisread = (text: string): boolean =>
  !STAYS_AS_IT_IS.test(text) && READ_OTHERWISE.some((form) => form.test(text))

const withoutApostrophes = (text: string): string => text.replace(/^'+/, '')

/** Text that has to be told from an id with a guard before it. */
const looksGuarded = (text: string): boolean =>
  text.startsWith("'") && isMisread(withoutApostrophes(text))

/** The text as a spreadsheet neither runs nor, where it is an id, misreads it. */
export function guarded(text: string, isId: boolean): string {
  const isMisreadId = isId && isMisread(text)
  if (!isMisreadId && !MAY_NEED_A_GUARD.test(text)) return text
  const isNeeded = isMisreadId || STARTS_A_FORMULA.test(text) || looksGuarded(text)
  return (isNeeded ? "'" : '') + text.replace(LATER_FORMULAS, "$1'")
}

/** The text of a cell before it was guarded. */
export function plainText(cell: string): string {
  const text = cell.replace(GUARDED_LATER_FORMULAS, '$1')
  const rest = text.slice(1)
  const hasGuard =
    text.startsWith("'") && (STARTS_A_FORMULA.test(rest) || isMisread(withoutApostrophes(rest)))
  return hasGuard ? rest : text
}
