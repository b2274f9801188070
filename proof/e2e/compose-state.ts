import type { ComposeProject, Container } from './docker.ts'
import type { Scrape } from '../evidence/target.ts'

/** Logs of every service, ours and the others: bus, store, providers, monitoring. */
export async function logsOf(project: ComposeProject): Promise<Scrape[]> {
  const services = new Set((await project.containers()).map(({ Service }) => Service))
  return Promise.all(
    [...services].sort().map(async (name) => ({ process: name, text: await project.log(name) })),
  )
}

interface Expected {
  /** It is to run as long as the deployment does. */
  lasts: boolean
  restarts: number
}

function troubleOf(container: Container, { lasts, restarts }: Expected): string | null {
  const { Name: name, State: state, Health: health, ExitCode: code } = container
  if (state === 'exited') return !lasts && code === 0 ? null : `${name} ended with ${code}`
  // One that does a single thing may still be at it.
  if (state !== 'running') return `${name} is ${state}`
  if (health === 'unhealthy') return `${name} is unhealthy`
  return lasts && restarts > 0 ? `${name} was started again ${restarts} times` : null
}

/** Containers that ended, were started again, or are not well. */
export async function troublesOf(project: ComposeProject): Promise<string[]> {
  const containers = await project.containers()
  const lasting = await project.lasting()
  const restarts = await project.restarts(containers.map(({ ID }) => ID))
  const troubles = containers.map((container) =>
    troubleOf(container, {
      lasts: lasting.has(container.Service),
      restarts: restarts.get(container.ID) ?? 0,
    }),
  )
  const absent = [...lasting].filter((name) => !containers.some(({ Service }) => Service === name))
  return [
    ...troubles.filter((trouble) => trouble !== null),
    ...absent.map((name) => `${name} has no container`),
  ]
}
