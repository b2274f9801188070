/** The agents of letters without a family of rules: what a thread for rules loads in their place. `?family=NAME`. */
import type { Agent } from '@colophon/agents/define'
import { familyOf } from './families.ts'
import { loadWithout } from './without.ts'

const name = new URL(import.meta.url).searchParams.get('family') ?? ''
const family = familyOf(name)
if (family !== undefined) loadWithout(family)
const whole = await import('@colophon/profiles/letters/agents')

export const agents: readonly Agent[] = whole.agents
