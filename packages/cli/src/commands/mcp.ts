import { calibratedBy, openRules, serveAgentOverStdio, STALE, unpaidModels } from '@colophon/agents'
import { ColophonError } from '@colophon/domain'
import { AGENT_MODULES, loadAgents } from '@colophon/profiles'
import { RECORDS } from '@colophon/profiles/records'
import { readRules } from '@colophon/runtime/settings'
import type { Command } from 'commander'
import { openConfiguredModels } from '../embedded.ts'
import { EXIT, setUp, type Context } from '../context.ts'

const NAMES = RECORDS.flatMap(({ phases }) => phases.flat())
  .map((name) => name.replace('-agent', ''))
  .join(', ')

/** `metadata` or `metadata-agent`. */
async function findAgent(name: string) {
  const agents = await loadAgents()
  const agent = agents.find((each) => each.name === name || each.name === `${name}-agent`)
  if (agent !== undefined) return agent
  throw new ColophonError('agent.unavailable', `No agent is called ${name}; there are ${NAMES}`)
}

export function mcpCommand(program: Command, context: Context, exit: (code: number) => void): void {
  program
    .command('mcp')
    .summary('serve one agent as an MCP server on standard input and output')
    .argument('<agent>', NAMES)
    .action(async (name: string) => {
      const { config, log, stop } = await setUp(context, { runs: true })
      using _stop = stop
      const { modules = AGENT_MODULES } = context
      const agent = await findAgent(name)
      const known = calibratedBy(config.MODEL_CALIBRATION, [agent])
      for (const measured of known.stale) log.warn({ measured }, STALE)
      const onEnded = (ended: object): void => {
        log.warn({ ...ended }, 'rules ended')
      }
      await using rules = openRules({ ...readRules(config, 1), modules, onEnded })
      await using models = await openConfiguredModels(config)
      await serveAgentOverStdio(known.agents[0] ?? agent, {
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
