// Plain JavaScript on purpose. Threads do not share the compile cache of their process unless they ask for it, and a first
// file in TypeScript would be stripped before it could ask: with a compiler of its own, in 30 MB of each thread.
// `packages/agents/src/rules-pool/start-thread.js` is the same for its threads: a change of one is a change of both.
import { enableCompileCache } from 'node:module'
import { workerData } from 'node:worker_threads'

if (workerData.compileCache !== null) enableCompileCache(workerData.compileCache)
await import('./thread.ts')
