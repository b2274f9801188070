/** What stands between the two marks around a text of a prompt. */
export type BlockName = 'FOUND' | 'DOCUMENT' | 'FAULTS' | 'HINTS'

const closingOf = (code: string): string => `\n<<<END ${code}>>>`

/** The text between two marks with a code that nobody who wrote it can have known. */
export const marked = (name: BlockName, code: string, text: string): string =>
  `<<<${name} ${code}>>>\n${text}${closingOf(code)}`

const OPENING: Readonly<Record<BlockName, RegExp>> = {
  FOUND: /<<<FOUND (\w+)>>>\n/,
  DOCUMENT: /<<<DOCUMENT (\w+)>>>\n/,
  FAULTS: /<<<FAULTS (\w+)>>>\n/,
  HINTS: /<<<HINTS (\w+)>>>\n/,
}

/** What stands between the first marks of this name; nothing where there are none. */
export function unmarked(name: BlockName, prompt: string): string {
  const opening = OPENING[name].exec(prompt)
  if (opening === null) return ''
  const [mark, code = ''] = opening
  const start = opening.index + mark.length
  return prompt.slice(start, prompt.indexOf(closingOf(code), start))
}

const CODES = /^<<<(?:FOUND|DOCUMENT|FAULTS) ([0-9a-f]{12})>>>$/gm

/** A prompt without the codes of its marks, which are drawn anew for each: the same for the same question. */
export function withoutCodes(prompt: string): string {
  let question = prompt
  for (const [, code = ''] of prompt.matchAll(CODES)) question = question.replaceAll(code, '')
  return question
}
