import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerScope } from '@colophon/testkit'
import { startEmbedded } from '../e2e/embedded.ts'
import { stackTarget } from '../evidence/stack-target.ts'
import type { Target } from '../evidence/target.ts'
import { startStack, type Stack, type StackOptions } from '../stack/index.ts'
import type { Scraped } from './prometheus-config.ts'
import { surroundings } from './surroundings.ts'

/** A running Colophon, and what of it is scraped. */
export interface Form {
  target: Target
  scraped: readonly Scraped[]
}
export interface DistributedForm extends Form {
  stack: Stack
}

/** The one-process form: one target. */
export async function startEmbeddedForm(scope: ServerScope): Promise<Form> {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-watched-'))
  const target = await startEmbedded(folder, await surroundings(folder))
  scope.after(async () => {
    await target[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  return { target, scraped: [{ job: 'colophon', url: target.jobs }] }
}

/** Every process of the distributed form is a target of the job that has the name of its service. */
export function scrapedOf(stack: Stack): Scraped[] {
  const { coordinator, reviewApi, costApi, workers, agents, metricsToken: token } = stack
  return [
    ...[coordinator, reviewApi, costApi].map(({ name, url }) => ({ job: name, url, token })),
    ...[...agents.values()].map(({ name, url }) => ({ job: name, url })),
    ...workers.map(({ url }) => ({ job: 'enrichment-worker', url })),
  ]
}

export async function startDistributedForm(
  scope: ServerScope,
  options: StackOptions,
): Promise<DistributedForm> {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-watched-'))
  const env = { ...(await surroundings(folder)), ...options.env }
  const stack = await startStack({ ...options, folder, env })
  scope.after(async () => {
    await stack.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return { stack, target: stackTarget(stack, null, () => stack.stop()), scraped: scrapedOf(stack) }
}
