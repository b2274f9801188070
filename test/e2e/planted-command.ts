/** The command `colophon` with agents some of whose rules do harm: see packages/agents/test/planted-agents.ts. */
import { processContext, run } from '@colophon/cli'

const agents = new URL('../../packages/agents/test/planted-agents.ts', import.meta.url)

await run(process.argv.slice(2), { ...processContext(), agents })
