import { composeJobApi } from '@colophon/coordinator'
import { composeCostApi } from '@colophon/cost-api'
import { composeReviewApi } from '@colophon/review-api'
import type { ProductLink } from '@colophon/domain'
import { componentLog, type HttpServer, type Logger, serveHttp } from '@colophon/runtime'
import { readLinks } from '@colophon/runtime/settings'
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
  const { profiles, store, images, bus, coordinator, metrics, tracer } = system
  const partsOf = (name: string) => ({
    ...{ store, metrics, tracer, stop },
    log: componentLog(log, name, config.LOG_LEVEL),
  })
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
  // Each leads to all: where they listen is known when all do.
  const products: ProductLink[] = []
  const more = readLinks(config.MENU_LINKS)
  const links = (): readonly ProductLink[] => [...products, ...more]
  const jobs = await listen(
    composeJobApi(
      { ...partsOf('coordinator'), profiles, bus, coordinator, links, oneProcess: true },
      config,
    ),
    'JOB_PORT',
  )
  const review = await listen(
    composeReviewApi({ ...partsOf('review-api'), profiles, images, links }),
    'REVIEW_PORT',
  )
  const cost = await listen(composeCostApi({ ...partsOf('cost-api'), links }, config), 'COST_PORT')
  products.push(
    { name: 'Review desk', href: `${review.url}/` },
    { name: 'Costs', href: `${cost.url}/` },
    { name: 'Status', href: `${jobs.url}/status` },
    { name: 'Job API', href: `${jobs.url}/docs` },
    { name: 'Review API', href: `${review.url}/docs` },
    { name: 'Cost API', href: `${cost.url}/docs` },
  )
  const owned = stack.move()
  return { jobs, review, cost, moved, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
