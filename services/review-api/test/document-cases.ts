import type { RouteCase } from './route-case.ts'
import { pictured } from './world.ts'

const ofDocument = (rest: string): Pick<RouteCase, 'valid' | 'invalid'> => ({
  valid: async ({ review }) => ({ path: `/api/documents/${(await review()).id}${rest}` }),
  invalid: () => ({ path: `/api/documents/nothing${rest}`, code: 'document.not_found' }),
})

/** Operations on documents, with a task or without. */
export const DOCUMENT_CASES: Readonly<Record<string, RouteCase>> = {
  'GET /api/values': {
    valid: () => ({ path: '/api/values?path=content.summary&limit=10' }),
    invalid: () => ({ path: '/api/values', code: 'request.invalid' }),
    elsewhere: 200,
  },
  'GET /api/documents/{id}': ofDocument(''),
  'GET /api/documents/{id}/history': ofDocument('/history'),
  'GET /api/documents/{id}/pages/{number}/image': {
    valid: async (world) => ({
      path: `/api/documents/${(await pictured(world)).id}/pages/1/image`,
    }),
    invalid: async ({ review }) => ({
      path: `/api/documents/${(await review()).id}/pages/1/image`,
      code: 'document.no_image',
    }),
  },
  'POST /api/documents/{id}/review': {
    valid: async ({ review }) => {
      const { id } = await review({ approved: true })
      return { path: `/api/documents/${id}/review`, body: { why: 'Is it hers?' } }
    },
    invalid: async ({ review }) => ({
      path: `/api/documents/${(await review()).id}/review`,
      body: { why: 7 },
      code: 'request.invalid',
    }),
  },
}
