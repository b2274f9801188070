import { composeJobApi } from '@colophon/coordinator'
import { composeCostApi } from '@colophon/cost-api'
import { composeReviewApi } from '@colophon/review-api'
import { type HttpServer, type Logger, serveHttp } from '@colophon/runtime'
import type { Config } from './config.ts'
import type { Embedded } from './embedded.ts'

export interface Apis extends AsyncDisposable {
  jobs: HttpServer
  review: HttpServer
  cost: HttpServer
  /** Which ports were taken, so that a free one was used instead. */
  moved: string[]
}

type Listener = Parameters<typeof serveHttp>[0]

/** Job, review and cost API, each on its port; a port that is taken is replaced by a free one. */
export async function serveApis(
  config: Config,
  system: Embedded,
  log: Logger,
  stop: AbortSignal,
): Promise<Apis> {
  await using stack = new AsyncDisposableStack()
  const { profiles, store, bus, coordinator, metrics } = system
  const parts = { store, log, metrics, stop }
  const moved: string[] = []
  const listen = async (
    app: Listener,
    setting: 'JOB_PORT' | 'REVIEW_PORT' | 'COST_PORT',
  ): Promise<HttpServer> => {
    const { HOST: host, [setting]: port } = config
    try {
      return stack.use(await serveHttp(app, { host, port }))
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw thrown
      moved.push(`port ${String(port)} is taken (${setting}), another one is used`)
      return stack.use(await serveHttp(app, { host, port: 0 }))
    }
  }
  const jobs = await listen(
    composeJobApi({ ...parts, profiles, bus, coordinator }, config),
    'JOB_PORT',
  )
  const review = await listen(composeReviewApi({ ...parts, profiles }), 'REVIEW_PORT')
  const cost = await listen(composeCostApi(parts, config), 'COST_PORT')
  const owned = stack.move()
  return { jobs, review, cost, moved, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
