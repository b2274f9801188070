/** The command of a product that has one profile more. */
import { processContext, run } from '@colophon/cli'
import { PROFILES } from '@colophon/profiles'
import { recipes } from '@colophon/testkit/recipes'

await run(process.argv.slice(2), { ...processContext(), profiles: [...PROFILES, recipes] })
