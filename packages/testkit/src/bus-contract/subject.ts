import type { TestContext } from 'node:test'
import type { Bus } from '@colophon/domain'

export interface BusOptions {
  messageTimeoutMs: number
}

/** Opens a bus for one test; the suite closes it. Topics of the tests have names of their own. */
export type OpenBusForTest = (t: TestContext, options: BusOptions) => Promise<Bus>

/** A bus for one test. */
export type OpenSubjectBus = (t: TestContext, options?: BusOptions) => Promise<Bus>
