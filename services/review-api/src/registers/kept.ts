import {
  ColophonError,
  MOST_READINGS,
  readRegister,
  type Clock,
  type CollectionRegister,
  type Precedent,
  type Profile,
  type RegisterKey,
  type Store,
} from '@colophon/domain'

export interface RegistersDeps {
  store: Pick<Store, 'register' | 'desk'>
  profiles: readonly Profile[]
  clock: Clock
}

/** Registers that are kept made: pages of one are asked for one after the other. */
const MOST_KEPT = 4

/** A register as it is now, or as it would be with these precedents. Rejects with `collection.not_found`. */
export type RegisterOf = (
  key: RegisterKey,
  assumed?: readonly Precedent[],
) => Promise<CollectionRegister>

async function made(
  { store, profiles, clock }: RegistersDeps,
  key: RegisterKey,
  assumed: readonly Precedent[] = [],
): Promise<CollectionRegister> {
  const register = await readRegister({ store, profiles, clock }, key, assumed)
  if (register !== null) return register
  throw new ColophonError(
    'collection.not_found',
    `The collection ${key.collection_id} has more than ${MOST_READINGS} documents: no register is made of so many`,
  )
}

async function assertThere(
  { store }: RegistersDeps,
  { tenant_id, collection_id }: RegisterKey,
): Promise<void> {
  if ((await store.desk.collection(tenant_id, collection_id)) !== null) return
  throw new ColophonError('collection.not_found', `There is no collection ${collection_id}`)
}

/** Makes registers, each once for what has been read and decided of it. */
export function createRegisterOf(deps: RegistersDeps): RegisterOf {
  const kept = new Map<string, CollectionRegister>()
  return async (key, assumed) => {
    if (assumed !== undefined) return await made(deps, key, assumed)
    const step = await deps.store.register.step(key)
    if (step === 0) await assertThere(deps, key)
    const name = JSON.stringify([key.tenant_id, key.collection_id])
    const known = kept.get(name)
    if (known?.step === step) return known
    const register = await made(deps, key)
    kept.delete(name)
    kept.set(name, register)
    const [oldest] = kept.keys()
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    return register
  }
}
