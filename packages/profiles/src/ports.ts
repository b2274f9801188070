/**
 * Where each agent listens unless it is told otherwise. The one list: settings, the reference and what the worker asks by
 * default are made from it, and a test holds the deployment's files against it.
 */
export const AGENT_PORTS: Readonly<Record<string, number>> = {
  'metadata-agent': 8_001,
  'entity-agent': 8_002,
  'structure-agent': 8_003,
  'content-agent': 8_004,
  'context-agent': 8_005,
}

/** `metadata-agent=http://127.0.0.1:8001,…`: how a worker is told of agents. */
export const agentUrls = (hostOf: (agent: string) => string): string =>
  Object.entries(AGENT_PORTS)
    .map(([agent, port]) => `${agent}=http://${hostOf(agent)}:${port}`)
    .join(',')
