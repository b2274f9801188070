export { startSimulatedAnthropic, type SimulatedAnthropicOptions } from './anthropic.ts'
export type { Bill, ProviderBillLine } from './bill.ts'
export {
  FAULTS,
  WELL_BEHAVED,
  type Behaviour,
  type Conduct,
  type Fate,
  type Fault,
} from './faults.ts'
export { startSimulatedOllama } from './ollama.ts'
export type { SimulatedOptions, SimulatedProvider } from './server.ts'
