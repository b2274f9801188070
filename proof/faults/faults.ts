import type { AlertName } from '@colophon/monitoring/thresholds'
import { DAY_USD, type Stage } from './stage.ts'

/** Something that goes wrong, and who is told of it. */
export interface Fault {
  name: string
  /** How it is made here, where that is not how it comes about. */
  made: string
  raises: readonly AlertName[]
  /** What it needs that not every machine has. @default nothing */
  needs?: 'disk'
  /** Makes it; resolves to what ends it. */
  strike(stage: Stage): Promise<() => Promise<void>>
}

const EIGHT_DAYS_MS = 8 * 86_400_000
const REPEAT_MS = 500
const SLOW_AGENT = 'structure-agent'
const RENAMED_AGENT = 'content-agent'
const KNOWN_MODEL = 'claude-sonnet-5-5'

const workerKilled: Fault = {
  name: 'a worker is killed',
  made: 'SIGKILL, started again at the end',
  raises: ['WorkerDown'],
  async strike({ stack }) {
    const worker = stack.workers.at(-1)
    await worker?.kill('SIGKILL')
    return async () => worker?.restart()
  },
}

const nsqdStopped: Fault = {
  name: 'nsqd is stopped',
  made: 'SIGTERM, started again at the end',
  raises: ['NsqdDown'],
  async strike({ stack }) {
    await stack.nsqd.kill()
    return () => stack.nsqd.restart()
  },
}

const providerOverloaded: Fault = {
  name: 'the provider answers 529',
  made: 'by the simulated one, to every question',
  raises: ['ProviderOverloaded'],
  async strike({ anthropic }) {
    await anthropic({ weights: { overloaded: 1 } })
    return () => anthropic({ weights: {} })
  },
}

const unknownPrice: Fault = {
  name: 'a model without a price answers',
  made: 'an agent names another model than it asked, as one of a later release would',
  raises: ['UnpricedCalls'],
  strike({ front }) {
    front.conduct(RENAMED_AGENT, { says: ['claude-sonnet-9-9', KNOWN_MODEL] })
    return Promise.resolve(() => {
      front.conduct(RENAMED_AGENT, {})
      return Promise.resolve()
    })
  },
}

const budgetSpent: Fault = {
  name: 'the budget of the day is used up',
  made: 'one run holds back all that is left of it: what is spent cannot be given back before midnight',
  raises: ['BudgetExhausted'],
  strike: ({ otherWorker }) => otherWorker.reserveDay(DAY_USD),
}

const leaseStuck: Fault = {
  name: 'a lease is stuck',
  made: 'a worker with a shorter LEASE_MS than the coordinator holds a document and does not renew it',
  raises: ['LeaseStuck'],
  strike: ({ otherWorker }) => otherWorker.hold(1_000),
}

const deadLetters: Fault = {
  name: 'messages that nobody can read',
  made: 'published to the topic of the pipeline, as a stray program would',
  raises: ['DeadLetterGrowing'],
  async strike({ stack }) {
    await fetch(`${stack.nsqd.url}/pub?topic=enrichment`, { method: 'POST', body: 'not ours' })
    return () => Promise.resolve()
  },
}

const diskFull: Fault = {
  name: 'the disk of the store is full',
  made: 'a small file system of its own, filled up; SQLite',
  raises: ['StoreErrors', 'StoreDiskLow'],
  needs: 'disk',
  strike({ disk }) {
    // What SQLite gives back of its log is taken as well.
    disk?.fill()
    const again = setInterval(() => disk?.fill(), REPEAT_MS)
    return Promise.resolve(() => {
      clearInterval(again)
      disk?.empty()
      return Promise.resolve()
    })
  },
}

const agentSlow: Fault = {
  name: 'an agent is slow',
  made: 'what it is asked reaches it eight seconds late',
  raises: ['AgentSlow'],
  strike({ front }) {
    front.conduct(SLOW_AGENT, { delayMs: 8_000 })
    return Promise.resolve(() => {
      front.conduct(SLOW_AGENT, {})
      return Promise.resolve()
    })
  },
}

const reviewAged: Fault = {
  name: 'nobody reviews',
  made: 'a document that failed, and its task, are dated back by eight days',
  raises: ['ReviewQueueTooOld'],
  async strike({ otherWorker, reviewer }) {
    await otherWorker.failAt(new Date(Date.now() - EIGHT_DAYS_MS))
    return async () => {
      while (await reviewer.rejectNext());
    }
  },
}

/**
 * Those that do not disturb one another are beside one another. The last is one whose alert looks back for longer than the
 * fault lasts: what was refused then is a large part of the little that is asked while another fault stops the work.
 */
export const GROUPS: readonly (readonly Fault[])[] = [
  [workerKilled, unknownPrice, leaseStuck, deadLetters, agentSlow, reviewAged],
  [nsqdStopped, budgetSpent],
  [diskFull],
  [providerOverloaded],
]
export const FAULTS: readonly Fault[] = GROUPS.flat()
