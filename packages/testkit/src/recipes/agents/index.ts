import type { Agent } from '@colophon/agents/define'
import { recipeAgent } from './recipe-agent.ts'

/** The agents of the recipes profile: what a thread that runs rules looks for in the module it is given. */
export const agents: readonly Agent[] = [recipeAgent]
