import { servePages } from '@colophon/runtime/http'

type Extend = (app: Parameters<typeof servePages>[0]) => void

/** Addresses of the desk's pages. `test/desk/places.test.ts` compares them with those that the desk knows. */
export const DESK_PATHS = [
  '/',
  '/tasks/:id',
  '/tasks/:id/history',
  '/documents/:id',
  '/search',
  '/collections',
  '/collections/:id',
  '/batch',
  '/register',
] as const

const ABSENT = {
  title: 'The review desk is not built',
  fix: 'Run <code>npm ci</code> in the folder of Colophon, then load this page again. The API works without it.',
}

/** Serves the built desk from its folder. */
export const desk =
  (folder: string): Extend =>
  (app) => {
    servePages(app, { folder, paths: DESK_PATHS, absent: ABSENT })
  }
