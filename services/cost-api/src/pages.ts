import { servePages } from '@colophon/runtime/http'

type Extend = (app: Parameters<typeof servePages>[0]) => void

/** Addresses of the cost page. `test/desk/places.test.ts` compares them with those that the page knows. */
export const COST_PATHS = ['/', '/calls'] as const

const ABSENT = {
  title: 'The cost page is not built',
  fix: 'Run <code>npm ci</code> in the folder of Colophon, then load this page again. The API works without it.',
}

/** Serves the built page from its folder. */
export const costPages =
  (folder: string): Extend =>
  (app) => {
    servePages(app, { folder, paths: COST_PATHS, absent: ABSENT })
  }
