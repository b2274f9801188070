import { DECISION_CASES } from './decision-cases.ts'
import { DOCUMENT_CASES } from './document-cases.ts'
import { REGISTER_CASES } from './register-cases.ts'
import type { RouteCase } from './route-case.ts'
import { corrected, pictured } from './world.ts'

const plain = (path: string): Pick<RouteCase, 'valid' | 'invalid' | 'elsewhere'> => ({
  valid: () => ({ path }),
  invalid: () => ({ path: `${path}?colour=red`, code: 'request.invalid' }),
  elsewhere: 200,
})

const ofTask = (rest: string): Pick<RouteCase, 'valid' | 'invalid'> => ({
  valid: async ({ review }) => ({ path: `${(await review()).at}${rest}` }),
  invalid: () => ({ path: `/api/review/nothing${rest}`, code: 'review.not_found' }),
})

/** One entry for each operation of the document. */
export const ROUTE_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/profiles': plain('/api/profiles'),
  'GET /api/search': {
    valid: () => ({ path: '/api/search?q=dear' }),
    invalid: () => ({ path: '/api/search?q=...', code: 'request.invalid' }),
    elsewhere: 200,
  },
  'GET /api/me': plain('/api/me'),
  'POST /api/session': {
    valid: ({ token }) => ({ path: '/api/session', body: { token: token() } }),
    invalid: () => ({ path: '/api/session', body: { name: 7 }, code: 'request.invalid' }),
    elsewhere: 200,
  },
  'DELETE /api/session': plain('/api/session'),
  'GET /api/review/queue': {
    valid: () => ({ path: '/api/review/queue?order=riskiest&assignee=none&older_than=1d' }),
    invalid: () => ({ path: '/api/review/queue?older_than=soon', code: 'request.invalid' }),
    elsewhere: 200,
  },
  'GET /api/review/state': plain('/api/review/state'),
  'GET /api/review/stats': plain('/api/review/stats'),
  'POST /api/review/bulk': {
    valid: async ({ review }) => ({
      path: '/api/review/bulk',
      body: {
        select: { review_ids: [(await review()).task.review_id] },
        action: { kind: 'approve' },
      },
    }),
    invalid: () => ({
      path: '/api/review/bulk',
      body: { select: { filter: { colour: 'red' } }, action: { kind: 'approve' } },
      code: 'request.invalid',
    }),
    // Tasks that are not there are named, as the caller named them.
    elsewhere: 200,
    echoes: true,
  },
  'POST /api/review/propagate': {
    valid: async (world) => {
      const { at, id, task } = await world.review()
      await corrected(world, { at, id, task }, 'content.closing', 'Yours ever')
      return {
        path: '/api/review/propagate',
        body: { document_id: id, path: 'content.closing' },
      }
    },
    invalid: async ({ review }) => ({
      path: '/api/review/propagate',
      body: { document_id: (await review()).id, path: 'content.closing' },
      code: 'review.invalid_decision',
    }),
  },
  'GET /api/review/decisions': plain('/api/review/decisions'),
  'GET /api/review/events': { ...plain('/api/review/events'), isStream: true },
  'GET /api/review/{id}': ofTask(''),
  'GET /api/review/{id}/history': ofTask('/history'),
  'GET /api/review/{id}/pages/{number}/image': {
    valid: async (world) => ({ path: `${(await pictured(world)).at}/pages/1/image` }),
    invalid: async ({ review }) => ({
      path: `${(await review()).at}/pages/1/image`,
      code: 'document.no_image',
    }),
  },
  'GET /api/review/{id}/comments': ofTask('/comments'),
  'POST /api/review/{id}/comments': {
    valid: async ({ review }) => ({
      path: `${(await review()).at}/comments`,
      body: { text: 'Who is this?', path: 'content.summary' },
    }),
    status: 201,
    invalid: async ({ review }) => ({
      path: `${(await review()).at}/comments`,
      body: { text: 'What is this?', path: 'content.nothing' },
      code: 'review.invalid_path',
    }),
  },
  'PATCH /api/review/{id}/comments/{comment}': {
    valid: async ({ review, ask }) => {
      const path = `${(await review()).at}/comments`
      const { body } = await ask({ method: 'POST', path, body: { text: 'Is it so?' } })
      return { path: `${path}/${String(body['comment_id'])}`, body: { resolved: true } }
    },
    invalid: async ({ review }) => ({
      path: `${(await review()).at}/comments/none`,
      body: { resolved: true },
      code: 'review.comment_not_found',
    }),
  },
  ...DECISION_CASES,
  ...DOCUMENT_CASES,
  ...REGISTER_CASES,
  'GET /api/collections': plain('/api/collections'),
  'GET /api/collections/{id}': {
    valid: async ({ review }) => {
      await review({ document: { collection_id: 'read' } })
      return { path: '/api/collections/read' }
    },
    invalid: () => ({ path: '/api/collections/none', code: 'collection.not_found' }),
  },
  'PUT /api/collections/{id}': {
    valid: async ({ review }) => {
      await review({ document: { collection_id: 'set' } })
      const headers = { 'if-match': '"0"' }
      return { path: '/api/collections/set', headers, body: { second_review: 0.5 } }
    },
    invalid: () => ({
      path: '/api/collections/set',
      headers: { 'if-match': '"0"' },
      body: { second_review: 2 },
      code: 'request.invalid',
    }),
    // It has a collection of that name of its own.
    elsewhere: 200,
  },
}
