export { askedFieldsOf, fieldsOf, type Agent, type Tool } from './agent.ts'
export { answerTokensFor, schemaFor } from './answer-schema.ts'
export {
  calibrated,
  calibratedBy,
  CALIBRATION_RULE,
  leastShare,
  readCalibration,
  STALE,
  type Calibrated,
} from './calibration.ts'
export { Calibration, type Cell, type Cells, type Count } from './counts.ts'
export { definitionHash, questionHash } from './definition.ts'
export type { CallLimits } from './mcp/client/call.ts'
export { openAgentsInMemory } from './mcp/client/in-memory.ts'
export { openAgentsOverHttp, type HttpCallerOptions } from './mcp/client/over-http.ts'
export { serveAgentOverStdio } from './mcp/server/stdio.ts'
export { agentAudience } from './mcp/wire/audience.ts'
export type { Model } from './judge.ts'
export type { Met } from './proposals.ts'
export {
  openRules,
  type OpenRules,
  type RulesEnded,
  type RulesModules,
} from './rules-pool/index.ts'
export { MOST_HEAP_MB } from './rules-pool/rules-thread.ts'
export type { RulesRunner } from './rules-runner.ts'
export { runAgent } from './run-agent.ts'
export { unpaidModels } from './unpaid-models.ts'
