import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import express, { type Express, type RequestHandler, type Response } from 'express'

export interface PagesOptions {
  /** Folder of the built files: `index.html`, `assets/` with a hash in each name, and what else lies beside them. */
  folder: string
  /** Addresses that show the page, as Express writes them: `/tasks/:id`. */
  paths: readonly string[]
  /** What the page says while it is not built. */
  absent: { title: string; fix: string }
}

/** Scripts, styles and pictures of our own alone; nothing in the page itself is run. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Widgets place themselves with styles of elements. No text of a document ever becomes markup.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Adds a page that runs in the browser, and its files, to an app; its addresses are those of the list and no others. */
export function servePages(app: Express, { folder, paths, absent }: PagesOptions): void {
  app.get([...paths], forBrowsers, sendPage(join(folder, 'index.html'), absent))
  // A file whose name has the hash of its contents never changes.
  app.use('/assets', secure, express.static(join(folder, 'assets'), { ...STATIC, ...FOR_EVER }))
  app.use(secure, express.static(folder, STATIC))
}

const STATIC = { index: false, dotfiles: 'ignore', redirect: false, cacheControl: false } as const
const FOR_EVER = {
  setHeaders(response: Response) {
    response.set('cache-control', 'public, max-age=31536000, immutable')
  },
}

const secure: RequestHandler = (_request, response, next) => {
  response.set('content-security-policy', CONTENT_SECURITY_POLICY)
  next()
}

/** A program that takes anything gets what there is for programs: at `/` the list of addresses, else nothing. */
const forBrowsers: RequestHandler = (request, response, next) => {
  response.vary('accept')
  next(request.accepts(['json', 'html']) === 'html' ? undefined : 'route')
}

function sendPage(file: string, { title, fix }: PagesOptions['absent']): RequestHandler {
  const absent = `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p>${fix}</p></html>`
  return async (_request, response) => {
    response.set('content-security-policy', CONTENT_SECURITY_POLICY).type('html')
    const page = await readFile(file, 'utf8').catch((thrown: unknown) => {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
      return undefined
    })
    response.status(page === undefined ? 503 : 200).send(page ?? absent)
  }
}
