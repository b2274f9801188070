import {
  changesOf,
  ColophonError,
  humanActor,
  PrecedentAnswer,
  PrecedentBody,
  type CollectionRegister,
  type Precedent,
  type PrecedentRecord,
  type RegisterChange,
  type RegisterKey,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { reviewerOf } from '../tasks/subject.ts'
import type { RegisterOf, RegistersDeps } from './kept.ts'
import { Params } from './people.ts'

const SHOWN = 10

const keyOf = (tenant_id: string, collection_id: string): RegisterKey => ({
  tenant_id,
  collection_id,
})

const keyOfChange = ({ document_id, path, to }: RegisterChange): string =>
  JSON.stringify([document_id, path, to])

const plannedIn = ({ registers }: CollectionRegister): RegisterChange[] =>
  registers.flatMap(({ changes }) => changesOf(changes))

/** What a decision changes beyond what the next pass does anyway. */
async function effectOf(
  registerOf: RegisterOf,
  key: RegisterKey,
  precedent: Precedent,
): Promise<Pick<PrecedentAnswer, 'count' | 'sample'>> {
  const now = new Set(plannedIn(await registerOf(key)).map(keyOfChange))
  const then = plannedIn(await registerOf(key, [precedent]))
  const changes = then.filter((change) => !now.has(keyOfChange(change)))
  return {
    count: new Set(changes.map(({ document_id }) => document_id)).size,
    sample: changes.slice(0, SHOWN),
  }
}

const viewOf = ({ precedent, revision }: PrecedentRecord) => ({ ...precedent, revision })

async function put(
  { store }: RegistersDeps,
  key: RegisterKey,
  change: { precedent: Precedent; revision: number; actor: string },
): Promise<PrecedentRecord> {
  const record = await store.register.putPrecedent(key, change)
  if (record !== null) return record
  throw new ColophonError(
    'precedent.changed',
    `The decision ${change.precedent.precedent_id} is another one by now`,
  )
}

/** `POST /api/collections/:id/precedents` */
export const decideOperation = (deps: RegistersDeps, registerOf: RegisterOf) =>
  operation({
    summary:
      'Decides on names of a collection: that two are one, or are not; who stands in a document',
    description:
      'It decides nothing unless `dry_run` is false. The next pass changes the records, but for those that a person has decided on.',
    params: Params,
    body: PrecedentBody,
    response: PrecedentAnswer,
    errors: { 404: 'collection.not_found' },
    async handle({ tenant, params: { id }, principal, body }) {
      const { decision, until, dry_run } = body
      const key = keyOf(tenant, id)
      const by = humanActor(reviewerOf(principal).sub)
      const precedent: Precedent = {
        ...{ precedent_id: newId('precedent'), collection_id: id, decision, by, until },
        ...{ at: new Date(deps.clock.now()).toISOString(), undone: null },
      }
      const effect = await effectOf(registerOf, key, precedent)
      if (dry_run) return { dry_run, ...effect, precedent: null }
      const record = await put(deps, key, { precedent, revision: 0, actor: by })
      return { dry_run, ...effect, precedent: viewOf(record) }
    },
  })

/** `POST /api/collections/:id/precedents/:precedent/undo` */
export const undoOperation = (deps: RegistersDeps, registerOf: RegisterOf) =>
  operation({
    summary: 'Takes a decision on names back',
    description:
      'It takes nothing back unless `dry_run` is false. Reviewers undo what they decided, leads whatever was decided.',
    params: Params.extend({ precedent: z.string().min(1).max(200) }),
    body: z.object({ dry_run: z.boolean().default(true) }),
    response: PrecedentAnswer,
    errors: { 404: 'precedent.not_found', 409: 'precedent.changed' },
    async handle({ tenant, params, principal, body: { dry_run } }) {
      const key = keyOf(tenant, params.id)
      const record = await deps.store.register.precedent(key, params.precedent)
      if (record === null || record.precedent.undone !== null)
        throw new ColophonError(
          'precedent.not_found',
          `There is no decision ${params.precedent} that could be undone`,
        )
      const { sub, isLead } = reviewerOf(principal)
      const by = humanActor(sub)
      if (record.precedent.by !== by && !isLead)
        throw new ColophonError('auth.forbidden', 'Undoing what others did needs the role lead')
      const at = new Date(deps.clock.now()).toISOString()
      const precedent = { ...record.precedent, undone: { by, at } }
      const effect = await effectOf(registerOf, key, precedent)
      if (dry_run) return { dry_run, ...effect, precedent: viewOf(record) }
      const change = { precedent, revision: record.revision, actor: by }
      return { dry_run, ...effect, precedent: viewOf(await put(deps, key, change)) }
    },
  })
