/** An opening address that fills its line: "Dear Mr. Vane,", "Monsieur,". */
const opening =
  /^(?:(?:my |our )?(?:very |most |ever )?(?:dear|honou?red|respected)(?:est)?|sirs?|gentlemen|madam|lieber?|liebste[rs]?|(?:sehr |hoch)?(?:ge|ver)ehrte[rs]?|hochwohlgeborener|mon (?:tr[eè]s )?cher|ma (?:tr[eè]s )?ch[eè]re|ch[eè]re?|monsieur|messieurs|madame|mademoiselle)(?!\p{L})[^\n]{0,45}$/iu
const year = /(?<!\d)1[5-9]\d\d(?!\d)/u
const day = /(?<!\d)[0-3]?\d(?!\d)/u
const valediction =
  /(?<!\p{L})(?:yours|(?:humble|obedient|obt|obedt) serv(?:an)?ts?|sincerely|faithfully|truly|respectfully|affectionate(?:ly)?|your (?:loving|affectionate|dutiful|obedient)|hochachtungsvoll|ergebenste?r?|gehorsamste?r?|ihr|ihre|dein|deine|euer|grüße|grüßen|serviteur|d[ée]vou[ée]e?|affectionn[ée]e?|salutations|consid[ée]ration)(?!\p{L})/iu

const closes = (line: string): boolean => line.length < 90 && valediction.test(line)
const dated = (line: string): boolean =>
  line.length < 80 && year.test(line) && day.test(line.replace(year, ''))

/**
 * Index of the line at which another letter begins: a dateline and an opening address of its own, between the
 * valediction of the first letter and one below; -1 when the lines are one letter. A copy or an enclosure is another
 * letter too.
 */
export function secondLetterAt(lines: readonly string[]): number {
  for (let index = 5; index < lines.length - 2; index++) {
    if (!opening.test(lines[index] ?? '')) continue
    const from = Math.max(0, index - 3)
    const at = lines.slice(from, index).findIndex(dated)
    if (at < 0) continue
    const start = from + at
    const above = lines.slice(Math.max(0, start - 8), start).some(closes)
    if (above && lines.slice(index + 1).some(closes)) return start
  }
  return -1
}
