import { agentNames, findAgent, openAgents } from '@colophon/agent-host'
import { serveAgentOverStdio, unpaidModels } from '@colophon/agents'
import { VERSION } from '@colophon/domain'
import { createMetrics } from '@colophon/runtime/metrics'
import type { Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'

export function mcpCommand(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('mcp')
    .summary('serve one agent as an MCP server on standard input and output')
    .argument('<agent>', agentNames(context.profiles))
    .action(async (name: string) => {
      const { config, log, stop } = await setUp(context, { runs: true })
      using _stop = stop
      const agent = await findAgent(name, context.profiles)
      const metrics = createMetrics({ service: agent.name, version: VERSION })
      const { profiles, modules } = context
      const deps = { log, metrics, profiles, modules }
      await using opened = await openAgents(() => [agent], config, deps)
      const { agents, models, rules } = opened
      await serveAgentOverStdio(agents[0] ?? agent, {
        // For `enrich` too: what an MCP host asks is nobody's job, and has no budget.
        models: unpaidModels(models),
        rules,
        onError: (err, tool) => {
          log.warn({ err, tool }, 'tool failed')
        },
      })
      exit(EXIT.done)
    })
}
