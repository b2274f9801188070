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
    suite(name.replace('Cases', ''), () => {
      cases(open)
    })
  }
}
