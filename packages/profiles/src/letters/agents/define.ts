import { agentsThatRead, textOf } from '@colophon/agents/define'
import { readLetter, READINGS, type Reading } from '../reading.ts'
import { VERSION } from '../version.ts'

const UNIT = 'letter'

/** The one thing every tool needs. */
export const text = textOf(UNIT)

/** Defines the tools and agents of letters. */
export const { defineAgent, defineTool } = agentsThatRead<Reading>({
  profile: 'letters',
  unit: UNIT,
  version: VERSION,
  readings: READINGS,
  read: readLetter,
})
