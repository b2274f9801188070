import { suite, type TestContext } from 'node:test'
import type { Bus } from '@colophon/domain'
import { deliveryCases } from './delivery.ts'
import { drainCases } from './drain.ts'
import { redeliveryCases } from './redelivery.ts'

export interface BusOptions {
  messageTimeoutMs: number
}

/** Opens a bus for one test; the suite closes it. Topics of the tests have names of their own. */
export type OpenBusForTest = (t: TestContext, options: BusOptions) => Promise<Bus>

export { aTopic, eventually, openInbox, type Inbox, type InboxOptions } from './inbox.ts'

/** A bus for one test. */
export type OpenSubjectBus = (t: TestContext, options?: BusOptions) => Promise<Bus>

/** What every implementation of `Bus` must do, as tests. */
export function busContract(openBus: OpenBusForTest): void {
  const open: OpenSubjectBus = async (t, options = { messageTimeoutMs: 60_000 }) => {
    const bus = await openBus(t, options)
    t.after(() => bus[Symbol.asyncDispose]())
    return bus
  }
  for (const [name, cases] of Object.entries({ deliveryCases, redeliveryCases, drainCases })) {
    // Redelivery is mostly waiting, each test on a topic of its own.
    const concurrency = cases === redeliveryCases ? 4 : 1
    suite(name.replace('Cases', ''), { concurrency }, () => {
      cases(open)
    })
  }
}
