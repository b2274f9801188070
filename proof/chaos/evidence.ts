import { setTimeout as delay } from 'node:timers/promises'
import type { PageOf, PageRequest } from '@colophon/domain'
import { listen, type Evidence } from '../evidence/evidence.ts'
import { readExposition } from '../evidence/exposition.ts'
import { stackTarget } from '../evidence/stack-target.ts'
import { readStored } from '../evidence/stored.ts'
import { chaosLetters } from './letters.ts'
import type { Plan } from './plan.ts'
import type { Run } from './run.ts'
import type { Stage } from './stage.ts'
import type { Recovery } from './watch.ts'

const TENANT = 'default'
const PAGE = 500
const POLL_MS = 500

export interface QueueState {
  depth: number
  inFlight: number
  deferred: number
  /** How long it took after the last document had ended. */
  afterMs: number
  backlog: number
}

export interface ChaosEvidence extends Evidence, Run {
  plan: Plan
  queue: QueueState
  recoveries: readonly Recovery[]
}

async function allPages<T>(list: (page: PageRequest) => Promise<PageOf<T>>): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: PAGE, cursor })
    all.push(...page.items)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  return all
}

interface NsqStats {
  topics: {
    depth: number
    channels: { depth: number; in_flight_count: number; deferred_count: number }[]
  }[]
}

async function lookAtQueue({ stack }: Stage): Promise<Omit<QueueState, 'afterMs' | 'backlog'>> {
  const sums = { depth: 0, inFlight: 0, deferred: 0 }
  const answer = await fetch(`${stack.nsqd.url}/stats?format=json`)
  for (const topic of ((await answer.json()) as NsqStats).topics) {
    sums.depth += topic.depth
    for (const channel of topic.channels) {
      sums.depth += channel.depth
      sums.inFlight += channel.in_flight_count
      sums.deferred += channel.deferred_count
    }
  }
  return sums
}

/** Messages of workers that were killed come back when their time is up, and somebody has to finish them then. */
async function untilEmpty(stage: Stage, { times }: Plan): Promise<QueueState> {
  const startedAt = performance.now()
  for (;;) {
    const state = await lookAtQueue(stage)
    const afterMs = performance.now() - startedAt
    if (state.depth + state.inFlight + state.deferred === 0 || afterMs > times.queueEmpty) {
      const { queued, processing } = await stage.store.dispatch.backlog()
      return { ...state, afterMs, backlog: queued + processing }
    }
    await delay(POLL_MS)
  }
}

/** Looks at everything while it still runs, ends it, and reads what it has left. */
export async function gather(
  stage: Stage,
  { plan, run, recoveries }: Pick<ChaosEvidence, 'plan' | 'recoveries'> & { run: Run },
): Promise<ChaosEvidence> {
  const { store, stack } = stage
  const target = stackTarget(stack, null, () => stage.stop())
  const queue = await untilEmpty(stage, plan)
  const shown = await target.scrape()
  const documents = await allPages((page) => store.documents.list(TENANT, {}, page))
  const ledger = await allPages((page) => store.ledger.list(TENANT, {}, page))
  const stored = await readStored(stack.storeUrl)
  await stage.stop()
  return {
    ...run,
    ...{ plan, recoveries, queue, documents, ledger, stored },
    scrapes: shown.map(({ process, text }) => ({ process, samples: readExposition(text) })),
    ...(await listen(target, { shown, letters: chaosLetters(plan.letters) })),
  }
}
