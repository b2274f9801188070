import { newId } from '@colophon/runtime'
import { databaseOf, dropDatabase, withDatabase } from '@colophon/testkit'
import { stackTarget } from '../evidence/stack-target.ts'
import type { Target } from '../evidence/target.ts'
import { configuredModels, startStack } from '../stack/index.ts'
import type { Options } from './options.ts'

interface Database {
  url: string
  /** Made for this run on a server that has others: it goes with the run. */
  drop: () => Promise<void>
}

function databaseAt(url: string): Database {
  if (databaseOf(url) !== '') return { url, drop: () => Promise.resolve() }
  const own = withDatabase(url, `colophon_${newId('e2e')}`)
  return { url: own, drop: () => dropDatabase(own) }
}

/** The distributed form as plain processes. */
export async function startLocal(
  { workers, keep, mongoUrl }: Options,
  folder: string,
): Promise<Target> {
  const configured = configuredModels(process.env)
  const database = mongoUrl === undefined ? undefined : databaseAt(mongoUrl)
  const stack = await startStack({
    workers,
    keep,
    folder,
    providers: configured ?? 'simulated',
    storeUrl: database?.url,
  })
  return stackTarget(stack, configured, async () => {
    await stack.stop()
    if (!keep) await database?.drop()
  })
}
