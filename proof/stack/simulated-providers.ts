import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { startSimulatedAnthropic, startSimulatedOllama } from '@colophon/testkit/providers'

/**
 * Simulated Ollama and Anthropic servers as one process, for end-to-end and fault tests. Prints one JSON line with their
 * addresses; ends on SIGTERM. Both write their bill to the same file; `POST /_control` changes how they behave.
 */
const { values } = parseArgs({
  options: {
    'ollama-port': { type: 'string', default: '0' },
    'anthropic-port': { type: 'string', default: '0' },
    host: { type: 'string', default: '127.0.0.1' },
    'ollama-models': { type: 'string', default: 'llama3.2,mixtral' },
    bill: { type: 'string' },
    'latency-ms': { type: 'string', default: '0' },
    'stall-ms': { type: 'string', default: '30000' },
    seed: { type: 'string', default: '1' },
  },
})

const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])

const shared = {
  host: values.host,
  seed: Number(values.seed),
  behaviour: { latency_ms: Number(values['latency-ms']), stall_ms: Number(values['stall-ms']) },
  ...(values.bill !== undefined && { billFile: values.bill }),
}
await using ollama = await startSimulatedOllama({
  ...shared,
  port: Number(values['ollama-port']),
  models: values['ollama-models'].split(','),
})
await using anthropic = await startSimulatedAnthropic({
  ...shared,
  port: Number(values['anthropic-port']),
})

const addresses = { ollama: ollama.url, anthropic: anthropic.url, pid: process.pid }
process.stdout.write(`${JSON.stringify(addresses)}\n`)
await stopped
