export * from './compose.ts'
export { AGENT_NAMES, findAgent } from './find-agent.ts'
export { startAgent, type StartOptions } from './serve-agent.ts'
