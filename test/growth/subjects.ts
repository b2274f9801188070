import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { runAgent } from '@colophon/agents'
import { readInputs } from '@colophon/cli/inputs'
import { ground, pathsOf, type EnrichRequest, type ModelClient } from '@colophon/domain'
import { languageFeatures } from '@colophon/methods/language'
import { lettersProfile } from '@colophon/profiles/letters'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import {
  classifySubjects,
  extractDates,
  extractKeywords,
  summarise,
} from '@colophon/profiles/letters/rules/content'
import { readEntities } from '@colophon/profiles/letters/rules/entities'
import { readStructure } from '@colophon/profiles/letters/rules/structure'
import { HARD_TEXTS, type HardText } from './inputs.ts'

/** Something that takes any text: how its work grows with the length is watched. */
export interface Subject {
  name: string
  /** Lengths it is tried with, each a multiple of the one before. */
  lengths: readonly number[]
  /** Only every so many of the hard texts, for what takes long. @default 1 */
  every?: number
  work: (text: string) => unknown
}

const noModels: ModelClient = {
  modelFor: () => undefined,
  complete: () => Promise.reject(new Error('there is no model')),
} as unknown as ModelClient

const signal = new AbortController().signal

const requestOf = (agent: string, text: string): EnrichRequest => ({
  run_id: randomUUID(),
  document_id: 'doc_1',
  profile: lettersProfile.name,
  text,
  pages: [{ number: 1, start: 0, end: text.length }],
  facts: {},
  found: {},
  wanted: pathsOf(lettersProfile, agent),
  tiers: ['rules'],
  last_attempt: false,
  today: '2026-01-15',
})

async function allAgents(text: string): Promise<void> {
  for (const agent of LETTER_AGENTS)
    await runAgent(agent, requestOf(agent.name, text), { models: noModels, signal })
}

/** The texts are of no language; the rules of each have to bear them. */
function partsIn(language: string): (text: string) => void {
  return (text) => {
    const { salutation, signature } = readStructure(text, { language })
    const context = { sender: 'Karl Brunner', recipient: 'Anna Holt', year: 1862, exclude: [] }
    readEntities(text, {
      ...context,
      language,
      salutation: salutation?.evidence ?? null,
      signature: signature?.evidence ?? null,
    })
    summarise(text, { language })
    extractDates(text, { language })
    extractKeywords(text, { language })
    classifySubjects(text, { language })
    languageFeatures(text, language)
  }
}

function quotes(text: string): void {
  for (const from of [0, text.length >> 1]) {
    ground(text, text.slice(from, from + 200))
    ground(text, `${text.slice(from, from + 300)}x`)
    ground(text, `x${text.slice(from, from + 4_000)}`)
  }
}

async function input(text: string): Promise<void> {
  const line = JSON.stringify({ id: 'a', text, pages: null })
  const stdin = Readable.from([Buffer.from(`${line}\n${text}\n`)])
  await Array.fromAsync(readInputs(['-'], { source: lettersProfile.source, cwd: '.', stdin }))
}

export const SUBJECTS: readonly Subject[] = [
  { name: 'the rules of all agents', lengths: [64, 1_024, 8_192], work: allAgents },
  {
    name: 'the rules of all agents, on long texts',
    lengths: [8_192, 65_536],
    every: 2,
    work: allAgents,
  },
  ...['de', 'fr'].map((language) => ({
    name: `the rules for ${language}`,
    lengths: [64, 1_024, 8_192],
    work: partsIn(language),
  })),
  {
    name: 'the rules of all agents, up to a megabyte',
    lengths: [65_536, 1_048_576],
    every: 26,
    work: allAgents,
  },
  { name: 'the search for quotes', lengths: [1_024, 16_384], work: quotes },
  { name: 'the reading of input', lengths: [1_024, 8_192, 65_536], work: input },
]

export const textsOf = ({ every = 1 }: Subject): readonly HardText[] =>
  HARD_TEXTS.filter((_, at) => at % every === 0)
