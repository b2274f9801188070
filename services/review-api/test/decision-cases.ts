import type { FieldDecision } from '@colophon/domain'
import type { RouteCase } from './route-case.ts'
import type { Json, World } from './world.ts'

const decisions: FieldDecision[] = [{ action: 'accept', path: 'content.summary' }]

/** A task that mary has, and how she decides on it. */
async function taken({ review, ask }: World) {
  const { at, id } = await review()
  const { body } = await ask({ method: 'POST', path: `${at}/assign`, body: {} })
  const { lease_id } = body['lease'] as { lease_id: string }
  return { at, id, lease_id, headers: { 'if-match': '"2"' } }
}

/** A document of which something was decided; answers how to take it back. */
async function decided(world: World) {
  const { at, lease_id, headers } = await taken(world)
  const body = { lease_id, decisions: [{ action: 'illegible', path: 'content.summary' }] }
  const done = await world.ask({ method: 'PATCH', path: `${at}/fields`, headers, body })
  return { at, lease_id, undo: String(done.body['undo']) }
}

/** What is done under a lease, with a revision or without. */
const underLease = (rest: string, more: Json = {}): RouteCase => ({
  async valid(world) {
    const { at, lease_id, headers } = await taken(world)
    return { path: `${at}${rest}`, headers, body: { lease_id, ...more } }
  },
  async invalid(world) {
    const { at, headers } = await taken(world)
    const body = { lease_id: 'lease_of_another', ...more }
    return { path: `${at}${rest}`, headers, body, code: 'review.lease_lost' }
  },
})

/** One entry for each operation of somebody who decides. */
export const DECISION_CASES: Readonly<Record<string, RouteCase>> = {
  'POST /api/review/next': {
    valid: () => ({
      path: '/api/review/next',
      body: { order: 'oldest', reason: 'low_confidence' },
    }),
    invalid: () => ({ path: '/api/review/next', body: { colour: 'red' }, code: 'request.invalid' }),
    elsewhere: 200,
  },
  'POST /api/review/{id}/assign': {
    valid: async ({ review }) => ({ path: `${(await review()).at}/assign`, body: { to: 'tom' } }),
    invalid: async ({ review, ask }) => {
      const path = `${(await review()).at}/assign`
      await ask({ method: 'POST', path, body: {} }, { sub: 'tom' })
      return { path, body: {}, code: 'review.held' }
    },
  },
  'POST /api/review/{id}/heartbeat': underLease('/heartbeat'),
  'POST /api/review/{id}/release': underLease('/release'),
  'POST /api/review/{id}/skip': {
    valid: async ({ review }) => ({ path: `${(await review()).at}/skip`, body: {} }),
    invalid: () => ({ path: '/api/review/nothing/skip', body: {}, code: 'review.not_found' }),
  },
  'PATCH /api/review/{id}/fields': underLease('/fields', { decisions }),
  'POST /api/review/{id}/approve': {
    ...underLease('/approve'),
    async invalid(world) {
      const { at, lease_id } = await taken(world)
      return { path: `${at}/approve`, body: { lease_id }, code: 'review.revision_missing' }
    },
  },
  'POST /api/review/{id}/reject': underLease('/reject', { reason: 'The pages are mixed up' }),
  'POST /api/review/{id}/reopen': {
    async valid(world) {
      const { at, lease_id, headers } = await taken(world)
      await world.ask({ method: 'POST', path: `${at}/approve`, headers, body: { lease_id } })
      return { path: `${at}/reopen`, body: { why: 'There is a second page' } }
    },
    invalid: async ({ review }) => ({
      path: `${(await review()).at}/reopen`,
      body: { why: 'It is open' },
      code: 'review.conflict',
    }),
  },
  'POST /api/review/{id}/retry': {
    async valid({ review, store }) {
      const { at, id, task } = await review()
      await store.documents.requeue('museum', { documentId: id, statuses: ['completed'] })
      const claim = await store.work.claim('museum', id, 'test', 60_000)
      const error = { code: 'internal.unexpected', message: 'It broke', at: task.created_at }
      const asked = { ...task, review_id: `${task.review_id}_again` }
      if (claim !== null) await store.work.fail(claim.ref, error, {}, asked)
      return { path: `${at}_again/retry`, body: {} }
    },
    invalid: async ({ review }) => ({
      path: `${(await review()).at}/retry`,
      body: {},
      code: 'review.conflict',
    }),
  },
  'POST /api/review/undo/{token}': {
    valid: async (world) => ({ path: `/api/review/undo/${(await decided(world)).undo}`, body: {} }),
    invalid: () => ({
      path: '/api/review/undo/change_none',
      body: {},
      code: 'review.change_not_found',
    }),
  },
  'GET /api/review/{id}/versions/{revision}': {
    valid: async (world) => ({ path: `${(await decided(world)).at}/versions/2` }),
    invalid: async (world) => ({
      path: `${(await decided(world)).at}/versions/9`,
      code: 'review.version_not_found',
    }),
  },
  'POST /api/review/{id}/restore': {
    async valid(world) {
      const { at } = await decided(world)
      return { path: `${at}/restore`, headers: { 'if-match': '"3"' }, body: { revision: 2 } }
    },
    async invalid(world) {
      const { at } = await decided(world)
      const headers = { 'if-match': '"2"' }
      return {
        path: `${at}/restore`,
        headers,
        body: { revision: 2 },
        code: 'review.revision_conflict',
      }
    },
  },
}
