import { join } from 'node:path'
import { openStore } from '@colophon/adapters/store'
import { renderRules } from '@colophon/monitoring/rules'
import type { ServerScope } from '@colophon/testkit'
import type { Behaviour } from '@colophon/testkit/providers'
import { AgentFront } from './agent-front.ts'
import { startDistributedForm, type DistributedForm } from './forms.ts'
import { startMonitoring, untilSeen, type Monitoring } from './monitoring.ts'
import { OtherWorker } from './other-worker.ts'
import { Reviewer } from './reviewer.ts'
import { tellProviders } from './scripted-run.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'
import { faultThresholds } from './thresholds.ts'
import { Traffic } from './traffic.ts'

/** The distributed form at work, and the means to break it. */
export interface Stage extends Pick<DistributedForm, 'stack' | 'target'> {
  monitoring: Monitoring
  front: AgentFront
  otherWorker: OtherWorker
  reviewer: Reviewer
  /** What the store lies on; undefined where none could be mounted. */
  disk: SmallDisk | undefined
  /** Changes how the simulated Anthropic behaves. */
  anthropic: (to: Partial<Behaviour>) => Promise<void>
}

export const DAY_USD = '50'

const ENV = {
  RECONCILE_MS: '1000',
  BUDGET_DAY_USD: DAY_USD,
  // Longer than a fault lasts: a worker that agrees on another time may then hold a document for longer than it said.
  LEASE_MS: '600000',
  RENEW_MS: '200000',
  LOG_LEVEL: 'warn',
}
/** A provider that is left alone is tried again as often as the shortened windows want to see it. */
const MODELS = { breaker_open_ms: 1_000 }
const SETTLES_WITHIN_MS = 60_000

/** Starts it on a small disk where there can be one, and waits until all is scraped and nothing is raised. */
export async function startStage(scope: ServerScope): Promise<Stage> {
  const disk = mountSmallDisk(scope)
  const front = new AgentFront()
  const { stack, target, scraped } = await startDistributedForm(scope, {
    workers: 2,
    env: ENV,
    modelParameters: MODELS,
    agentUrl: (name, url) => front.before(name, url),
    ...(disk !== undefined && { storeUrl: `sqlite:${join(disk.folder, 'colophon.db')}` }),
  })
  scope.after(() => front[Symbol.asyncDispose]())
  const store = await openStore(stack.storeUrl)
  scope.after(async () => {
    await store[Symbol.asyncDispose]()
  })
  const monitoring = await startMonitoring(scope, scraped, renderRules(faultThresholds()))
  const traffic = new Traffic(target)
  scope.after(() => traffic[Symbol.asyncDispose]())
  const stage = {
    ...{ stack, target, monitoring, front, disk },
    otherWorker: new OtherWorker(store),
    reviewer: new Reviewer(target),
    anthropic: (to: Partial<Behaviour>) => tellProviders(target.providers.slice(1), to),
  }
  await untilSeen('all targets are up', SETTLES_WITHIN_MS, async () => {
    const targets = await monitoring.prometheus.targets()
    const down = targets.filter(({ health }) => health !== 'up').map(({ job }) => job)
    return { seen: targets.length > 0 && down.length === 0, is: down }
  })
  return stage
}
