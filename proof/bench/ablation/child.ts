/**
 * Enriches letters without a family of rules, as `colophon enrich` does, lays the register of each collection into the
 * records and writes them: `node child.ts FAMILY IN OUT`. A family that is not there: all rules.
 */
import { linesOf, writeLines, type BenchInput } from '../letters-input.ts'
import { familyOf, REGISTER } from './families.ts'
import { loadWithout } from './without.ts'

const [name = '', input = '', output = ''] = process.argv.slice(2)
const family = familyOf(name)
if (family !== undefined) loadWithout(family)

// Not before: what they load is read without the family.
const { processContext, run } = await import('@colophon/cli')
const { recordsIn, registered } = await import('../letters-register.ts')

const agents = new URL(`./agents.ts?family=${encodeURIComponent(name)}`, import.meta.url)
await run(['enrich', input, '--out', output], { ...processContext(), modules: { letters: agents } })
if (process.exitCode !== 0) process.exit()
const { alone, together } = await registered(recordsIn(output, linesOf(input) as BenchInput[]))
writeLines(output, name === REGISTER ? alone : together)
