import { openStore } from '@colophon/adapters/store'
import type { ProviderBillLine } from '@colophon/testkit/providers'
import { deathInWords, type ModelSettings, type Stack } from '../stack/index.ts'
import { readLines } from './lines.ts'
import { isReady, logsOf, modelsOf, scrapeOf, type Target } from './target.ts'

/** A stack as what is looked at. Its logs and its bill can be read after it has ended. */
export function stackTarget(
  stack: Stack,
  configured: ModelSettings | null,
  close: () => Promise<void>,
): Target {
  const { simulated, coordinator, reviewApi, costApi, workers, agents } = stack
  // Its own database server and the bus have no metrics of ours.
  const ours = [coordinator, reviewApi, costApi, ...workers, ...agents.values()]
  return {
    mode: 'local',
    ...modelsOf(configured),
    jobs: coordinator.url,
    review: reviewApi.url,
    cost: costApi.url,
    token: (...roles) => stack.token(...roles),
    async readyAgents() {
      const looks = [...agents].map(async ([name, { url }]): Promise<string[]> =>
        (await isReady(url)) ? [name] : [],
      )
      return (await Promise.all(looks)).flat()
    },
    scrape: () => Promise.all(ours.map(({ name, url }) => scrapeOf(name, url, stack.metricsToken))),
    providers: simulated === undefined ? [] : [simulated.ollama, simulated.anthropic],
    bill: () => Promise.resolve(simulated && readLines<ProviderBillLine>(simulated.file)),
    openStore: () => openStore(stack.storeUrl),
    ownDatabase: stack.database === undefined ? undefined : stack.storeUrl,
    logs: () => logsOf(stack.processes),
    secrets: stack.secrets,
    troubles: () => Promise.resolve(stack.deaths.map(deathInWords)),
    [Symbol.asyncDispose]: close,
  }
}
