/** The command `colophon` with agents some of whose rules do harm: see packages/agents/test/planted-agents.ts. */
import { processContext } from '../../packages/cli/src/context.ts'
import { run } from '../../packages/cli/src/main.ts'

const agents = new URL('../../packages/agents/test/planted-agents.ts', import.meta.url)

await run(process.argv.slice(2), { ...processContext(), agents })
