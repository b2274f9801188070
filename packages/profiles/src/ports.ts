import { FOLDERS } from './folders.ts'

/**
 * Where each agent listens unless it is told otherwise: settings, the reference and what the worker asks by default are
 * made from it, and a test holds the deployment's files against it.
 */
export const AGENT_PORTS: Readonly<Record<string, number>> = Object.fromEntries(
  FOLDERS.flatMap(({ record, firstPort }) =>
    record.phases.flat().map((agent, n) => [agent, firstPort + n]),
  ),
)

/** `metadata-agent=http://127.0.0.1:8001,…`: how a worker is told of agents. */
export const agentUrls = (hostOf: (agent: string) => string): string =>
  Object.entries(AGENT_PORTS)
    .map(([agent, port]) => `${agent}=http://${hostOf(agent)}:${port}`)
    .join(',')
