import { suite } from 'node:test'
import { deliveryCases } from './delivery.ts'
import { drainCases } from './drain.ts'
import { redeliveryCases } from './redelivery.ts'
import type { OpenBusForTest, OpenSubjectBus } from './subject.ts'

export { aTopic, eventually, openInbox, type Inbox, type InboxOptions } from './inbox.ts'
export type { BusOptions, OpenBusForTest, OpenSubjectBus } from './subject.ts'

/** Tests of what every implementation of `Bus` must do. */
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
