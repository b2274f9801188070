import { agentsThatRead } from '@colophon/agents/define'
import { readLetter, READINGS, type Reading } from '../reading.ts'
import { VERSION } from '../version.ts'

/** What the tools and agents of letters are defined with. */
export const { defineAgent, defineTool } = agentsThatRead<Reading>({
  version: VERSION,
  readings: READINGS,
  read: readLetter,
})
