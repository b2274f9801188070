import { readdirSync, readFileSync } from 'node:fs'
import { ROOT } from '../../sources.ts'

const SAMPLES = `${ROOT}samples/letters/`

export interface Letter {
  id: string
  text: string
  collection_id: string
}

const sampleTexts = (): [name: string, text: string][] =>
  readdirSync(SAMPLES)
    .filter((name) => name.endsWith('.txt') || name.endsWith('.md'))
    .toSorted()
    .map((name) => [name.replace(/\.\w+$/, ''), readFileSync(SAMPLES + name, 'utf8')])

/** Letters of the length that is asked for: the samples one after the other, from another one each time. */
export function longLetters(count: number, length: number): Letter[] {
  const texts = sampleTexts().map(([, text]) => text)
  return Array.from({ length: count }, (_, at) => {
    const turned = [...texts.slice(at % texts.length), ...texts.slice(0, at % texts.length)]
    const round = `${turned.join('\n')}\n`
    const text = round.repeat(Math.ceil(length / round.length)).slice(0, length)
    return { id: `long-${String(at + 1)}`, text, collection_id: 'long' }
  })
}

/** Years and days, as they are written in the samples. */
const DATED = /\b\d{1,2}(?:st|nd|rd|th)?\b|\b1[789]\d\d\b/g

/** The samples without a figure in them: each lacks its date, so that each asks somebody. */
export const undatedLetters = (count: number): Letter[] =>
  sampleTexts()
    .slice(0, count)
    .map(([name, text]) => ({
      id: `undated-${name.slice(0, 40)}`,
      text: text.replaceAll(DATED, ''),
      collection_id: 'undated',
    }))
