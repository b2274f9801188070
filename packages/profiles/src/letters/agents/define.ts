import { agentsThatRead, textOf } from '@colophon/agents/define'
import { lettersProfile } from '../profile.ts'
import { readLetter, READINGS, type Reading } from '../reading.ts'
import { VERSION } from '../version.ts'

/** The one thing every tool needs. */
export const text = textOf(lettersProfile.unit.one)

/** Defines the tools and agents of letters. */
export const { defineAgent, defineTool } = agentsThatRead<Reading>({
  profile: lettersProfile.name,
  unit: lettersProfile.unit.one,
  version: VERSION,
  readings: READINGS,
  read: readLetter,
})
