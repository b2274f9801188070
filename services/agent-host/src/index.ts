export * from './compose.ts'
export { agentNames, findAgent } from './find-agent.ts'
