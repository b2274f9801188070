export * from './compose.ts'
export { AGENT_NAMES, findAgent } from './find-agent.ts'
