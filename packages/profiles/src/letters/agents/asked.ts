import type { Support, ToolField } from '@colophon/agents/define'
import { z } from 'zod'

/** Words of the letter that a model is asked for. */
export interface Asked {
  key: string
  describe: string
  /** Characters a model is held to. @default 160 */
  longest?: number
  support: Support
}

export const asked = (path: string, ask: Asked): ToolField => ({
  path,
  ask: { longest: 160, ...ask, value: z.string() },
})
