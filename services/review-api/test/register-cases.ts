import type { RouteCase } from './route-case.ts'
import type { World } from './world.ts'

const AT = '/api/collections/papers'
const MERGE = { kind: 'merge', forms: ['J. Low', 'Jane Low'] }

const papers = ({ review }: World) => review({ document: { collection_id: 'papers' } })

/** Operations on what a collection says of its people. */
export const REGISTER_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/collections/{id}/register': {
    valid: async (world) => {
      await papers(world)
      return { path: `${AT}/register?q=low` }
    },
    invalid: () => ({ path: '/api/collections/none/register', code: 'collection.not_found' }),
  },
  'GET /api/collections/{id}/precedents': {
    valid: () => ({ path: `${AT}/precedents` }),
    invalid: () => ({ path: `${AT}/precedents?colour=red`, code: 'request.invalid' }),
    elsewhere: 200,
  },
  'POST /api/collections/{id}/precedents': {
    valid: async (world) => {
      await papers(world)
      return { path: `${AT}/precedents`, body: { decision: MERGE } }
    },
    invalid: () => ({
      path: `${AT}/precedents`,
      body: { decision: { kind: 'marry' } },
      code: 'request.invalid',
    }),
  },
  'POST /api/collections/{id}/precedents/{precedent}/undo': {
    valid: async (world) => {
      await papers(world)
      const body = { decision: MERGE, dry_run: false }
      const made = await world.ask({ method: 'POST', path: `${AT}/precedents`, body })
      const { precedent_id: id } = made.body['precedent'] as { precedent_id: string }
      return { path: `${AT}/precedents/${id}/undo`, body: { dry_run: false } }
    },
    invalid: () => ({
      path: `${AT}/precedents/none/undo`,
      body: {},
      code: 'precedent.not_found',
    }),
  },
}
