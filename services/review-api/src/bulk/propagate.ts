import {
  applyDecisions,
  changedTask,
  changeEvent,
  claimTask,
  ColophonError,
  correctionsOf,
  humanActor,
  isHuman,
  isOpenTask,
  isoOf,
  nearestEntry,
  placesOf,
  PropagateAnswer,
  PropagateBody,
  recordCommit,
  recordOf,
  requireProfile,
  type DocumentRecord,
  type FieldDecision,
  type ReviewCommit,
  type Reviewer,
  type ReviewRecord,
  type ValueHolder,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { operation } from '@colophon/runtime/http'
import { isSeeded } from '../seeded/shadow.ts'
import { reviewerOf, type TaskDeps } from '../tasks/subject.ts'
import { correctionOf, folded, type Correction } from './correction.ts'
import { assertWithinCap, CAP, runBulk, type Outcome } from './run.ts'

/** Documents that are looked at for the same value. */
const MOST_SEARCHED = 100_000
const PAGE = 500
const ATTEMPTS = 3

interface Found {
  holders: ValueHolder[]
  searched: number
  complete: boolean
}

/** The other records in which the value stands with the same words. */
async function found(
  { store }: TaskDeps,
  tenant: string,
  { document, pattern, former: value, words }: Correction,
): Promise<Found> {
  const ask = { profile: document.profile, pattern, value }
  const holders: ValueHolder[] = []
  let searched = 0
  let cursor: string | null | undefined
  while (cursor !== null && searched < MOST_SEARCHED) {
    const page: Awaited<ReturnType<typeof store.reports.holding>> = await store.reports.holding(
      tenant,
      ask,
      cursor,
    )
    holders.push(
      ...page.items.filter(
        (holder) =>
          holder.document_id !== document.document_id &&
          placesLike(holder, { pattern, former: value, words }).length > 0,
      ),
    )
    searched += page.searched
    ;({ cursor } = page)
  }
  return { holders, searched, complete: cursor === null }
}

const placesLike = (
  { enriched_data, provenance }: Pick<ValueHolder, 'enriched_data' | 'provenance'>,
  { pattern, former, words }: Pick<Correction, 'pattern' | 'former' | 'words'>,
): string[] =>
  placesOf(enriched_data ?? {}, pattern, former).filter(
    (path) => folded(nearestEntry(provenance, path)) === words,
  )

const refuse = (message: string): ColophonError => new ColophonError('review.conflict', message)

/** Throws where a person has decided already, or somebody is at work. */
function assertUndecided({ document_id, status, review_status }: DocumentRecord): void {
  if (status !== 'completed') throw refuse(`The document ${document_id} is ${status}`)
  if (review_status === 'approved' || review_status === 'rejected')
    throw refuse(`The document ${document_id} is ${review_status}: reopen it first`)
}

/** Each place keeps its own words as evidence. */
function decisionsFor(document: DocumentRecord, correction: Correction): FieldDecision[] {
  const places = placesLike(document, correction).filter(
    (path) => !isHuman(nearestEntry(document.provenance, path)),
  )
  if (places.length === 0)
    throw refuse(`A person has decided on the value in ${document.document_id}`)
  return places.map((path) => {
    const evidence = nearestEntry(document.provenance, path)?.evidence
    const rests =
      evidence && evidence.match !== 'none'
        ? { evidence: { start: evidence.start, end: evidence.end } }
        : { external: `as in ${correction.document.document_id}` }
    return { action: 'correct', path, value: correction.value, ...rests }
  })
}

interface By {
  who: Reviewer
  nowMs: number
  changeId: string
}

function commitOf(
  { profiles }: TaskDeps,
  correction: Correction,
  { document, task }: { document: DocumentRecord; task: ReviewRecord | null },
  { who, nowMs, changeId }: By,
): ReviewCommit {
  const profile = requireProfile(document.profile, profiles)
  const decisions = decisionsFor(document, correction)
  const { record, changes } = applyDecisions(recordOf(document), decisions, {
    ...{ profile, source: document.source, actor: humanActor(who.sub), at: isoOf(nowMs) },
  })
  const why = `as in ${correction.document.document_id}`
  const by = { sub: who.sub, nowMs, changeId }
  const audit = changes.map(({ path, action, from, to }) =>
    changeEvent(document, by, { path, action: `field.${action}`, from, to, why }),
  )
  const after =
    task && changedTask(task, nowMs, { corrections: correctionsOf(task, record, changes) })
  const reviewStatus = task === null ? document.review_status : 'in_progress'
  return recordCommit(profile, document, { record, reviewStatus, task: after, audit }, nowMs)
}

/** The task that waits for a person, if one does. Throws where somebody else has it. */
async function openTaskOf(
  { store }: TaskDeps,
  { tenant_id, document_id }: DocumentRecord,
  { who, nowMs }: By,
): Promise<ReviewRecord | null> {
  const page = { limit: PAGE }
  const { items } = await store.desk.list(tenant_id, { documentId: document_id }, 'oldest', page)
  const task = items.find((each) => isOpenTask(each) && !isSeeded(each)) ?? null
  if (task !== null) claimTask(task, who, { id: '', nowMs, ms: 0 })
  return task
}

async function changeOne(
  deps: TaskDeps,
  correction: Correction,
  holder: ValueHolder,
  { tenant, dryRun, ...by }: By & { tenant: string; dryRun: boolean },
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const document = await deps.store.documents.get(tenant, holder.document_id)
    if (document === null) throw refuse(`The document ${holder.document_id} is gone`)
    assertUndecided(document)
    const task = await openTaskOf(deps, document, by)
    const commit = commitOf(deps, correction, { document, task }, by)
    const profile = requireProfile(document.profile, deps.profiles)
    const changed = {
      review_id: task?.review_id ?? null,
      document_id: document.document_id,
      title: profile.title(document.enriched_data ?? {}),
      from: correction.former,
      to: correction.value,
    }
    if (dryRun) return { changed }
    if ('committed' in (await deps.work.commit(commit, task))) return { changed }
    if (attempt === ATTEMPTS)
      throw refuse(`The document ${document.document_id} changes all the time`)
  }
}

/** `POST /api/review/propagate` */
export const propagateOperation = (deps: TaskDeps) =>
  operation({
    summary:
      'Offers a correction to the other records in which the same value stands by the same words',
    description:
      'The value has to stand at the same path, at any place of a list, and to rest on the same words of the text, ' +
      `whatever their case. At most ${CAP} records are changed, of ${MOST_SEARCHED} that are looked at. It changes ` +
      'nothing unless `dry_run` is false; what a person has decided on, and what others hold, is left and named.',
    body: PropagateBody,
    response: PropagateAnswer,
    errors: { 404: 'document.not_found', 422: 'review.invalid_decision' },
    async handle({ tenant, principal, body }) {
      const { dry_run: dryRun, only } = body
      const by = { who: reviewerOf(principal), nowMs: deps.clock.now(), changeId: newId('change') }
      const run = { dryRun, undo: by.changeId }
      const correction = await correctionOf(deps, tenant, body)
      // Where there was no value before, there is nothing that others could have too.
      const { holders, searched, complete } =
        correction?.former === undefined
          ? { holders: [], searched: 0, complete: true }
          : await found(deps, tenant, correction)
      const wanted = holders.filter(({ document_id }) => only?.includes(document_id) ?? true)
      assertWithinCap(wanted.length, 'The value stands in')
      const targets = wanted.map((holder) => ({ id: holder.document_id, holder }))
      const answer = await runBulk(
        targets,
        ({ holder }) =>
          changeOne(deps, correction as Correction, holder, { tenant, dryRun, ...by }),
        run,
      )
      return { ...answer, searched, complete }
    },
  })
