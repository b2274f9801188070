import type { Clock } from '../ports/clock.ts'
import type { RegisterKey } from '../ports/register.ts'
import type { Store } from '../ports/store.ts'
import type { Precedent } from './precedent.ts'
import type { PrecedentRecord } from './precedent-record.ts'
import type { RegisterReading } from './reading.ts'
import { REGISTER_ACTOR } from './register-commit.ts'

export interface RefusalDeps {
  store: Pick<Store, 'register'>
  clock: Clock
  /** An id with this beginning: the same parts always make the same. */
  idOf: (prefix: string, ...parts: (string | number)[]) => string
}

const PREFIX = 'refused'

const madeOfRefusal = ({ precedent }: PrecedentRecord): boolean =>
  precedent.precedent_id.startsWith(`${PREFIX}_`)

/** What a person decided in a document, as a precedent of its collection. */
function precedentOf(
  { idOf }: RefusalDeps,
  { tenant_id, collection_id }: RegisterKey,
  document_id: string,
  { path, value, by, at }: RegisterReading['refused'][number],
): Precedent[] {
  if (typeof value !== 'string') return []
  return [
    {
      precedent_id: idOf(PREFIX, tenant_id, collection_id, document_id, path, value),
      collection_id,
      decision: { kind: 'is_not', document_id, path, value },
      ...{ by, at, until: null, undone: null },
    },
  ]
}

/**
 * Keeps as precedents what people took away of the register's values, and ends those whose decision was taken back.
 * True where there was something to write.
 */
export async function keepRefusals(
  deps: RefusalDeps,
  key: RegisterKey,
  {
    readings,
    precedents,
  }: { readings: readonly RegisterReading[]; precedents: readonly PrecedentRecord[] },
): Promise<boolean> {
  const { store, clock } = deps
  const wanted = new Map(
    readings.flatMap(({ document_id, refused }) =>
      refused.flatMap((refusal) =>
        precedentOf(deps, key, document_id, refusal).map((one) => [one.precedent_id, one] as const),
      ),
    ),
  )
  const known = new Map(precedents.map((one) => [one.precedent.precedent_id, one]))
  let isNew = false
  for (const [id, precedent] of wanted) {
    const there = known.get(id)
    // Undone on purpose, in the register: it stays so.
    if (there !== undefined && there.precedent.undone?.by !== REGISTER_ACTOR) continue
    const change = { precedent, revision: there?.revision ?? 0, actor: precedent.by }
    isNew = (await store.register.putPrecedent(key, change)) !== null || isNew
  }
  for (const { precedent, revision } of precedents.filter(madeOfRefusal)) {
    if (precedent.undone !== null || wanted.has(precedent.precedent_id)) continue
    const undone = { by: REGISTER_ACTOR, at: new Date(clock.now()).toISOString() }
    const change = { precedent: { ...precedent, undone }, revision, actor: REGISTER_ACTOR }
    isNew = (await store.register.putPrecedent(key, change)) !== null || isNew
  }
  return isNew
}
