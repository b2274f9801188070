export { findServer, serverBinary, skipWithout } from './binary.ts'
export { freePort, startProcess, untilReady, type ServerProcess } from './process.ts'
