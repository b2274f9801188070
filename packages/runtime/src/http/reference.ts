import type { Express } from 'express'
import { docsPage } from './docs-page.ts'
import { openApi, type ApiDescription } from './openapi.ts'
import { otherMethods } from './routes.ts'

/** `/openapi.json`, `/docs` and, unless the table has it, the root page with links; written at the first request. */
export function documentApi(app: Express, api: ApiDescription): void {
  let document: ReturnType<typeof openApi> | undefined
  const described = () => (document ??= openApi(api))
  app.get('/openapi.json', (_request, response) => {
    response.json(described())
  })
  app.get('/docs', (_request, response) => {
    response.type('html').send(docsPage(described()))
  })
  app.get('/', (_request, response) => {
    response.json({
      name: api.title,
      service: api.service,
      version: api.version,
      links: {
        docs: '/docs',
        openapi: '/openapi.json',
        health: '/healthz',
        ready: '/readyz',
        metrics: '/metrics',
        ...listsOf(api),
      },
    })
  })
  app.all(['/openapi.json', '/docs', '/'], otherMethods(['GET']))
}

/** The entry points: whatever can be read without knowing an id. */
function listsOf({ routes }: ApiDescription): Record<string, string> {
  const open = routes.filter(([method, path]) => method === 'GET' && !path.includes(':'))
  return Object.fromEntries(
    open.map(([, path]) => [path.replace(/^\/api\//, '').replaceAll('/', '_'), path]),
  )
}
