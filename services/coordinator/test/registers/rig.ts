import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import {
  createSettingsOf,
  getPath,
  registerPass,
  type Completion,
  type DocumentRecord,
  type Precedent,
  type PrecedentDecision,
  type Profile,
  type RegisterKey,
  type Store,
} from '@colophon/domain'
import { LETTER_FIELDS, lettersProfile } from '@colophon/profiles/letters'
import { drawOf, idOf } from '@colophon/runtime'
import {
  aCompletion,
  aDocument,
  aJob,
  aProvenance,
  aReview,
  initialsRegister,
  manualClock,
  temporaryStore,
} from '@colophon/testkit'

export const SENDER = 'document.correspondence.sender.name'
export const KEY: RegisterKey = { tenant_id: 'default', collection_id: 'papers' }

/** How sure its register is of what it says: a test may change it. */
export const sure = { confidence: 0.9 }

/** Letters of which the sender alone decides. */
export const PROFILE: Profile = {
  ...lettersProfile,
  fields: LETTER_FIELDS.map((field) => ({ ...field, required: field.path === SENDER })),
  checks: [],
  register: () => Promise.resolve(initialsRegister(SENDER, sure)),
}

export interface Rig {
  store: Store
  clock: ReturnType<typeof manualClock>
  /** Submits papers that were signed so, and runs them: each is auto-approved unless it says why it is not. */
  papers: (signed: Readonly<Record<string, string>>, confidence?: number) => Promise<void>
  /** Runs one that was submitted. */
  complete: (id: string, signed: string, confidence?: number) => Promise<void>
  read: (id: string) => Promise<DocumentRecord>
  sender: (id: string) => Promise<unknown>
  /** Passes until there is nothing left to do; returns how many records were changed. */
  settle: (store?: Store) => Promise<number>
  decide: (id: string, decision: PrecedentDecision, undone?: Precedent['undone']) => Promise<void>
}

function runOf(name: string, text: string, confidence: number): Completion {
  const start = Math.max(0, text.indexOf(name))
  const evidence = { quote: name, start, end: start + name.length, match: 'exact' as const }
  return aCompletion({
    enriched_data: {
      metadata: { id: 'x', collection_id: 'papers' },
      document: { correspondence: { sender: { name } } },
      content: { full_text: text },
    },
    provenance: { [SENDER]: aProvenance({ confidence, evidence }) },
  })
}

export async function startRig(t: TestContext): Promise<Rig> {
  const clock = manualClock()
  const store = await temporaryStore(t, clock)
  return rigOver(store, clock)
}

export function rigOver(store: Store, clock: ReturnType<typeof manualClock>): Rig {
  const read = async (id: string): Promise<DocumentRecord> => {
    const document = await store.documents.get('default', id)
    assert.ok(document)
    return document
  }
  const complete: Rig['complete'] = async (document_id, name, confidence = 0.9) => {
    const claim = await store.work.claim('default', document_id, 'test', 60_000)
    assert.ok(claim)
    const { source, enrichment_job_id } = claim.document
    const review =
      confidence < PROFILE.routing.confidence
        ? aReview({ ...KEY, document_id, enrichment_job_id, review_id: `rev-${document_id}` })
        : null
    const review_status = review === null ? 'not_required' : 'pending'
    const run = runOf(name, source.text, confidence)
    await store.work.commit(claim.ref, { ...run, review, review_status })
  }
  return {
    ...{ store, clock, read },
    sender: async (id) => getPath((await read(id)).enriched_data, SENDER),
    complete,
    async papers(signed, confidence = 0.9) {
      const job = aJob(KEY)
      await store.jobs.create(job)
      for (const [document_id, name] of Object.entries(signed)) {
        const text = `Dear friend,\n\nAll is well.\n\n${name}`
        await store.jobs.submit(job, [aDocument({ ...KEY, document_id, text })])
        await complete(document_id, name, confidence)
      }
    },
    async settle(over = store) {
      const settingsOf = createSettingsOf(over, () => clock.now())
      const deps = { store: over, profiles: [PROFILE], settingsOf, clock, idOf, drawOf }
      let changed = 0
      for (let pass = 0; pass < 20; pass++) {
        const outcome = await registerPass(deps, KEY, { read: 3, changed: 2 })
        changed += outcome.changed
        if (outcome.done || outcome.held > 0) return changed
      }
      return assert.fail('it goes on for ever')
    },
    async decide(precedent_id, decision, undone = null) {
      const there = await store.register.precedent(KEY, precedent_id)
      const precedent: Precedent = {
        ...{ precedent_id, collection_id: KEY.collection_id, decision, undone, until: null },
        ...{ by: 'human:ann', at: new Date(clock.now()).toISOString() },
      }
      const change = { precedent, revision: there?.revision ?? 0, actor: 'human:ann' }
      assert.ok(await store.register.putPrecedent(KEY, change))
    },
  }
}
