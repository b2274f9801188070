/** The parts an agent is made of: for those who write one. Loads nothing that serves or calls agents. */
export {
  agentsThatRead,
  askedFieldsOf,
  THINKING_TOKENS,
  type Agent,
  type Answer,
  type Ask,
  type Reads,
  type Tool,
  type ToolField,
} from './agent.ts'
export { UNWATCHED, type PartWatch } from './parts.ts'
export { given, list, one, type Proposal } from './proposal.ts'
export { fact, type RulesInput } from './rules-input.ts'
export * from './support/index.ts'
export { confidence, evidence, hints, rivals, textOf } from './tool-input.ts'
