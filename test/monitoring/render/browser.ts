import { findServer } from '@colophon/testkit'
import { chromium, type Browser } from 'playwright-core'

/** Chromium that asks nobody but us. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findServer('chromium') ?? 'chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  })
