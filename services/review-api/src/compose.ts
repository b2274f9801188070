import type { RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Store } from '@colophon/domain'
import { createReviewApi, type ReviewApiDeps } from './app.ts'

const DESK = fileURLToPath(new URL('../../../web/desk/dist/', import.meta.url))

interface Opened extends Omit<ReviewApiDeps, 'checks' | 'ready'> {
  store: ReviewApiDeps['store'] & Pick<Store, 'ping'>
  stop: AbortSignal
}

/** The review API as both forms run it. It has no settings but those of any API. */
export const composeReviewApi = ({ stop, ...opened }: Opened): RequestListener =>
  createReviewApi({
    desk: DESK,
    ...opened,
    stop,
    checks: { store: () => opened.store.ping() },
    ready: () => !stop.aborted,
  })
