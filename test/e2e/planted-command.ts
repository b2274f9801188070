/** The command `colophon` with agents some of whose rules do harm: see packages/testkit/src/planted-agents.ts. */
import { processContext, run } from '@colophon/cli'
import { PLANTED_MODULES } from '@colophon/testkit/planted-agents'

await run(process.argv.slice(2), { ...processContext(), modules: PLANTED_MODULES })
