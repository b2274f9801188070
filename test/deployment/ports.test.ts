import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { AGENT_PORTS, agentUrls } from '@colophon/profiles/ports'
import { PORTS, read } from './programs.ts'

/** The services of a file for Compose with what stands below each. */
const servicesIn = (path: string): Map<string, string> => {
  const [, services = ''] = read(path).split(/^services:\n/m)
  const blocks = services.split(/^(?= {2}[\w-]+:)/m).filter((block) => /^ {2}[\w-]+:/.test(block))
  return new Map(blocks.map((block) => [/[\w-]+/.exec(block)?.[0] ?? '', block]))
}

suite('ports', () => {
  test('every agent has one, and no two programs have the same', () => {
    const agents = LETTER_AGENTS.map(({ name }) => name)
    assert.deepEqual(Object.keys(AGENT_PORTS).sort(), agents.sort())
    const ports = Object.values(PORTS)
    assert.equal(new Set(ports).size, ports.length)
  })

  test('docker-compose.yml gives each program its own, and the worker those of all agents', () => {
    const services = servicesIn('docker-compose.yml')
    for (const [name, port] of Object.entries(PORTS)) {
      assert.match(
        services.get(name) ?? '',
        new RegExp(`^ {6}(?:OPS_)?PORT: '${port}'$`, 'm'),
        name,
      )
    }
    const worker = services.get('enrichment-worker') ?? ''
    assert.ok(worker.includes(`AGENT_URLS: ${agentUrls((agent) => agent)}\n`))
  })

  test('the overlay for a key pair is for every program that has the secret', () => {
    const named = [...servicesIn('infra/compose/key-pair.yml').keys()]
    assert.deepEqual(named.sort(), Object.keys(PORTS).sort())
  })

  test('documents name those that the programs have', () => {
    const agents = Object.values(AGENT_PORTS)
    const range = [Math.min(...agents), Math.max(...agents)]
    for (const path of ['docs/deployment.md', 'docs/runbook/distributed.md'])
      assert.ok(read(path).includes(range.join('–')), path)
    const all = Object.values(PORTS).sort((a, b) => a - b)
    assert.ok(read('docs/runbook/plain-processes.md').includes(`for port in ${all.join(' ')}; do`))
    assert.ok(read('.env.example').includes(`and ${range.join(' to ')}.`))
    assert.ok(read('services/agent-host/README.md').includes(`Ports ${range.join(' to ')}`))
  })
})
