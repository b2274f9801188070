import { readdirSync, readFileSync } from 'node:fs'
import { createScriptedModels, type ScriptedOptions } from '@colophon/adapters/models'
import { pathsOf, type EnrichRequest, type ModelClient, type ModelRequest } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { fieldsOf, type Agent } from '../src/index.ts'

export const SAMPLES = new URL('../../../samples/letters/', import.meta.url)
/** Names of the files with letters: images of their pages lie in a folder. */
export const sampleNames = (): string[] => readdirSync(SAMPLES).filter((name) => name.includes('.'))
export const sample = (name: string): string => readFileSync(new URL(name, SAMPLES), 'utf8')

/** A letter without anything the rules could be unsure about, and two people in its text. */
export const LETTER = sample('04-personal-emigrant.txt')

export function agentNamed(name: string): Agent {
  const agent = LETTER_AGENTS.find((each) => each.name === name)
  if (agent === undefined) throw new Error(`no agent is called ${name}`)
  return agent
}

/** The pipeline's request to this agent. */
export function aRequest(agent: Agent, overrides: Partial<EnrichRequest> = {}): EnrichRequest {
  const text = overrides.text ?? LETTER
  const ofProfile = pathsOf(lettersProfile, agent.name)
  return {
    run_id: 'run_1',
    document_id: 'doc_1',
    profile: agent.profile,
    text,
    pages: [{ number: 1, start: 0, end: text.length }],
    facts: {},
    found: {},
    wanted: ofProfile.length > 0 ? ofProfile : fieldsOf(agent).map(({ path }) => path),
    tiers: ['rules', 'local', 'fast', 'deep'],
    last_attempt: false,
    today: '2026-01-15',
    ...overrides,
  }
}

export interface Watched {
  models: ModelClient
  /** Every request that reached a model, in order. */
  asked: ModelRequest[]
}

/** Scripted models that also remember what they were asked. */
export function watchedModels(options: ScriptedOptions = {}): Watched {
  const asked: ModelRequest[] = []
  const models = createScriptedModels(options)
  return {
    asked,
    models: {
      ...models,
      complete(request) {
        asked.push(request)
        return models.complete(request)
      },
    },
  }
}

/** The keys a request asks a model for. */
export const keysOf = (request: ModelRequest | undefined): string[] =>
  Object.keys(request?.schema['properties'] ?? {})

/** One field of a model's answer. */
export const said = (value: unknown, more: object = {}): object => ({
  value,
  status: 'stated',
  quote: null,
  confidence: 0.9,
  ...more,
})
