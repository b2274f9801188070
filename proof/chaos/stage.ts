import { openStore } from '@colophon/adapters/store'
import type { Store } from '@colophon/domain'
import type { Behaviour } from '@colophon/testkit/providers'
import { startStack, type Stack } from '../stack/index.ts'
import type { Plan } from './plan.ts'

/** Everything that is to be broken, and the means to do it. */
export interface Stage extends AsyncDisposable {
  readonly stack: Stack
  readonly database: NonNullable<Stack['database']>
  readonly store: Store
  /** Changes how both providers behave. */
  control(to: Partial<Behaviour>): Promise<void>
  /** Ends all processes in order; their logs stay. */
  stop(): Promise<void>
}

interface StageOptions {
  plan: Plan
  seed: number
  folder: string
}

async function tell(urls: readonly string[], to: Partial<Behaviour>): Promise<void> {
  for (const url of urls) {
    const answer = await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify(to) })
    if (!answer.ok) throw new Error(`a provider answered ${answer.status} to ${JSON.stringify(to)}`)
  }
}

export async function startStage({ plan, seed, folder }: StageOptions): Promise<Stage> {
  await using opened = new AsyncDisposableStack()
  const { workers, env, modelParameters, behaviour } = plan
  // Logs are read when everything has ended.
  const stack = await startStack({ workers, env, modelParameters, seed, folder, keep: true })
  opened.use(stack)
  const { database, simulated } = stack
  if (database === undefined || simulated === undefined)
    throw new Error('the stack has no FerretDB and no providers of its own')
  const store = opened.use(await openStore(stack.storeUrl))
  const control: Stage['control'] = (to) => tell([simulated.ollama, simulated.anthropic], to)
  await control(behaviour)
  const owned = opened.move()
  const stop = () => owned.disposeAsync()
  return { stack, database, store, control, stop, [Symbol.asyncDispose]: stop }
}
