import { createHash, randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import {
  AgentCallError,
  isErrorCode,
  setPath,
  TIERS,
  type EnrichRequest,
  type EnrichResponse,
  type FieldValue,
  type Tree,
} from '@colophon/domain'
import type { Agent, Tool } from './agent.ts'
import { runAgent, type RunOptions } from './run-agent.ts'
import { unpaidModels } from './unpaid-models.ts'

type Arguments = Record<string, unknown>

const string = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

function requestOf({ profile }: Agent, tool: Tool, args: Arguments): EnrichRequest {
  const text = string(args['text']) ?? ''
  const language = string(args['language'])
  const path = string(args['file_path'])
  const found: Tree = {}
  return {
    run_id: randomUUID(),
    document_id: createHash('sha256').update(text).digest('hex').slice(0, 16),
    profile,
    text,
    pages: [{ number: 1, start: 0, end: text.length }],
    ...(language !== undefined && { language }),
    ...(path !== undefined && { file: { path, name: basename(path), format: '' } }),
    facts: (args['metadata'] ?? {}) as Tree,
    found,
    wanted: [...tool.fields.map((field) => field.path), ...(tool.shows ?? [])],
    tiers: [...TIERS],
    last_attempt: true,
    today: new Date().toISOString().slice(0, 10),
  }
}

const evidenceOf = ({ path, provenance }: FieldValue) => ({
  path,
  status: provenance.status,
  confidence: provenance.confidence,
  source: provenance.source,
  quote: provenance.evidence?.quote ?? null,
  start: provenance.evidence?.start ?? null,
  end: provenance.evidence?.end ?? null,
})

const rivalOf = ({ path, value, provenance }: FieldValue) => ({
  path,
  value,
  confidence: provenance.confidence,
  source: provenance.source,
  quote: provenance.evidence?.quote ?? null,
  reason: provenance.reason ?? null,
})

/** Rules that were ended have found nothing, which is not that there is nothing. */
function assertRulesEnded(tool: Tool, { why = '', usage }: EnrichResponse): void {
  if (why.startsWith('rules.') && isErrorCode(why)) throw new AgentCallError(why, tool.name, usage)
}

/**
 * One tool for any MCP client, with text alone: the cascade for just its fields, in the tool's own output form. Asks
 * rules and models that cost nothing.
 */
export async function callTool(
  agent: Agent,
  tool: Tool,
  args: Arguments,
  options: RunOptions,
): Promise<Tree> {
  const models = unpaidModels(options.models)
  const response = await runAgent(agent, requestOf(agent, tool, args), { ...options, models })
  assertRulesEnded(tool, response)
  const { fields, rivals } = response
  const byPath = new Map(fields.map((field) => [field.path, field]))
  const answer = (path: string): unknown => {
    if (path.endsWith('.reason'))
      return byPath.get(path.slice(0, -'.reason'.length))?.provenance.reason
    return byPath.get(path)?.value ?? undefined
  }
  const sure = (path: string): number => byPath.get(path)?.provenance.confidence ?? 0
  const output: Tree = tool.present(answer, sure)
  setPath(output, 'evidence', fields.map(evidenceOf))
  if (rivals.length > 0) setPath(output, 'rivals', rivals.map(rivalOf))
  return output
}
