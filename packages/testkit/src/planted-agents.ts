/**
 * The letters' agents with rules that do harm where a letter asks for it: `[[hang in extract_people]]`. A module for
 * threads that run rules: they load it in place of the real agents.
 */
import type { Agent, Tool } from '@colophon/agents'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'

const PLANTED = /\[\[(?<harm>\w+) in (?<tool>\w+)\]\]/g

/** This module, for whoever hands it on to a thread. */
export const PLANTED_MODULES = { letters: new URL(import.meta.url) }

/** What a letter holds for a rule of this tool to do harm. */
export const planted = (harm: keyof typeof HARM, tool: string): string => `[[${harm} in ${tool}]]`

const HARM = {
  hang() {
    for (;;);
  },
  // As rules hang: inside of one regular expression, where nothing of ours runs.
  backtrack() {
    return /^(?:\w+\s?)+$/.test(`${'a'.repeat(80)}!`)
  },
  exit() {
    process.exit(3)
  },
  memory() {
    const all: number[][] = []
    for (;;) all.push(new Array<number>(1_000_000).fill(1))
  },
  /** An error that nobody catches, some time later; the rule itself waits for it. */
  late() {
    setTimeout(() => {
      throw new Error('thrown late')
    })
    return false
  },
  defect() {
    throw new TypeError('a defect')
  },
} as const satisfies Record<string, () => unknown>

interface Text {
  text: string
}

function harmed(tool: Tool<Text>): Tool<Text> {
  if (tool.rules === undefined) return tool
  return {
    ...tool,
    rules(reading) {
      for (const { groups = {} } of reading.text.matchAll(PLANTED)) {
        const { harm = '', tool: where } = groups
        if (where === tool.name) HARM[harm as keyof typeof HARM]()
      }
      return tool.rules?.(reading) ?? []
    },
  }
}

export const agents: readonly Agent[] = LETTER_AGENTS.map((agent) => ({
  ...agent,
  tools: agent.tools.map(harmed),
}))
