import type { Span } from '@colophon/domain'
import { reflow, sentencesOf } from '@colophon/methods/sentences'

/** Words of who writes and who is written to: what has them is no statement in the third person. */
const PERSONAL =
  /(?<![\p{L}’'])(?:I|me|my|mine|we|us|our|ours|you|your|yours|ich|mich|mir|mein\p{L}*|wir|uns|unser\p{L}*|sie|ihnen|ihr\p{L}{0,2}|du|dich|dir|dein\p{L}*|je|moi|mon|ma|mes|nous|notre|nos|vous|votre|vos|tu|te|toi|ton|ta|tes)(?!\p{L})|(?<!\p{L})(?:j|m|t)['’]\p{L}/iu

/** Beginnings that lean on the sentence before. */
const LEANING =
  /^(?:and|but|or|nor|he|she|it|they|this|that|these|those|him|her|his|their|so|such|which|who|whom|therefore|to|in|what|when|where|since|instead|as|if|at|on|for|with|from|by|now|how|why|und|aber|oder|er|es|diese[rsmn]?|dies|das|denn|doch|welche[rsmn]?|so|da|dann|daher|nun|war|ist|im|in|an|auf|bei|mit|von|zu|nach|wenn|als|wie|was|wo|et|mais|ou|il|elle|ils|elles|on|cela|ce|cette|ces|qui|que|dont|or|à|a|en|dans|pour|par|sur|après|avant|comme|quand|si)(?!\p{L})/iu

/** Where a statement may end before its sentence does. */
const JOINT = /[,;:.!?]|\s[-–—]|--|—|\s(?=(?:and|but|und|aber|et|mais)\s)/u

/** What a statement has: finite verbs that letters tell with. */
const VERBS =
  /(?<![\p{L}’'])(?:is|was|are|were|has|had|have|will|came|come|comes|went|goes|died|arrived|got|made|took|gave|said|told|left|set|sold|bought|ist|war|sind|waren|hat|hatte|haben|hatten|wird|wurde|werden|wurden|kam|kommt|kamen|geht|ging|bleibt|blieb|starb|steht|stand|est|était|étoit|sont|étaient|étoient|a|ont|avait|avoit|fut|furent|sera|seront|vient|arriva|arrive|mourut|reçoit)(?!\p{L})/iu
/** A point after these ends no statement. */
const ABBREVIATED = /(?<!\p{L})(?:Mrs?|Dr|St|Mad|Mlle|Hr|Fr|Capt|Col|Gen|Revd?|[A-Z])$/u

const FEWEST = 4
const MOST = 12

/** A statement, of neither correspondent, that leans on nothing before it and is cut off nowhere. */
const canStandAlone = (value: string): boolean =>
  VERBS.test(value) && !PERSONAL.test(value) && !LEANING.test(value) && !ABBREVIATED.test(value)

export interface Statement {
  value: string
  span: Span
}

/**
 * The first short statement of a letter about one of its terms, as it stands there with line breaks undone: from the
 * beginning of a sentence to its first joint. With `any` it is the first at all where none is about a term. Null where none
 * can be read alone.
 */
export function statementIn(
  text: string,
  region: Span,
  { terms, any }: { terms: readonly string[]; any: boolean },
): Statement | null {
  const wanted = terms.map((term) => term.toLowerCase())
  let first: Statement | null = null
  for (const sentence of sentencesOf(text, region.start, region.end)) {
    const statement = startOf(text, sentence)
    if (statement === null) continue
    const lower = statement.value.toLowerCase()
    if (wanted.some((term) => lower.includes(term))) return statement
    first ??= statement
  }
  return any ? first : null
}

function startOf(text: string, sentence: Span): Statement | null {
  const words = text.slice(sentence.start, sentence.end)
  const end = sentence.start + (JOINT.exec(words)?.index ?? words.length)
  const span = { start: sentence.start, end }
  const value = reflow(text.slice(span.start, span.end)).trim()
  const count = value.split(/\s+/u).length
  if (count < FEWEST || count > MOST || /[\d"“”»«()[\]]/u.test(value)) return null
  return canStandAlone(value) ? { value, span } : null
}
