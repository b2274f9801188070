export { startAgent, type StartOptions } from './main.ts'
