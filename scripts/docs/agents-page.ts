import { fieldsOf, type Agent, type Tool } from '@colophon/agents'
import { EnrichRequest, EnrichResponse, requireProfile, type Profile } from '@colophon/domain'
import { loadAgents } from '@colophon/profiles'
import { RECORDS } from '@colophon/profiles/records'
import type { z } from 'zod'
import { code, codes, page, table } from './markdown.ts'
import { jsonSchemaOf, typeInWords } from '@colophon/runtime/type-in-words'

const AGENTS = await loadAgents()

const isOptional = (field: z.ZodType): boolean => field.safeParse(undefined).success

function fieldRows({ shape }: z.ZodObject): string[][] {
  return Object.entries(shape).map(([name, field]) => {
    const schema = field as z.ZodType
    return [
      code(isOptional(schema) ? `${name}?` : name),
      typeInWords(jsonSchemaOf(schema)),
      schema.description ?? '',
    ]
  })
}

function pathsOf({ fields }: Tool): string {
  return fields
    .map(({ path, ask }) => (ask === undefined ? code(path) : `${code(path)} (m)`))
    .join(', ')
}

function toolPart(tool: Tool): string[] {
  const input = Object.entries(tool.input.shape).map(([name, field]) =>
    isOptional(field as z.ZodType) ? `${name}?` : name,
  )
  return [
    `### ${tool.name}`,
    `${tool.title}. ${tool.description}`,
    `Takes ${codes(input)}. Answers for ${pathsOf(tool)}.`,
    table(['output', 'type', 'what it is'], fieldRows(tool.output)),
  ]
}

function tiersOf({ tiers, standIn }: Agent): string {
  const standIns = Object.entries(standIn).map(
    ([tier, other]) => `; ${other} stands in when there is no ${tier} model`,
  )
  return `${tiers.join(' → ')}${standIns.join('')}`
}

function phaseOf(agent: Agent): string {
  const { phases, traits } = requireProfile(agent.profile, RECORDS)
  const phase = phases.findIndex((agents) => agents.includes(agent.name))
  const optional = traits[agent.name]?.optional === true
  return `${phase + 1}${optional ? ', optional' : ''}`
}

function agentPart(agent: Agent): string[] {
  const asked = fieldsOf(agent).filter(({ ask }) => ask !== undefined).length
  return [
    `## ${agent.name}`,
    agent.description,
    table(
      ['phase', 'tiers, cheapest first', 'tools', 'paths', 'of these, a model may be asked for'],
      [
        [
          phaseOf(agent),
          tiersOf(agent),
          String(agent.tools.length),
          String(fieldsOf(agent).length),
          String(asked),
        ],
      ],
    ),
    ...agent.tools.flatMap(toolPart),
  ]
}

const describedBy = ({ unit: { many }, phases }: Profile): string =>
  `${many.charAt(0).toUpperCase()}${many.slice(1)} are described by ${phases.flat().join(', ')}.`

/** The input is the same for all tools today; a tool with one of its own shows it in its `Takes` line. */
function sharedInput(): string {
  const fields = new Map<string, string[]>()
  for (const { input } of AGENTS.flatMap((agent) => agent.tools)) {
    for (const row of fieldRows(input)) fields.set(row[0] ?? '', row)
  }
  return table(['input', 'type', 'what it is'], [...fields.values()])
}

export const agentsPage = (): string =>
  page('Agents', '`packages/profiles/src/*/agents/`', [
    `${RECORDS.map(describedBy).join(' ')} Each is an MCP server: any MCP client, of protocol revision 2026-07-28 or ` +
      'of those before it, can call its tools with text alone ' +
      '(`colophon mcp AGENT` serves one on standard input and output), and the pipeline calls `enrich`. ' +
      'Agents of one phase run in parallel. Tools have no side effects.',
    '`(m)` marks a path that a model is asked for when the rules are not sure enough; the others come from rules and input alone.',
    '## Input of the tools',
    sharedInput(),
    '## enrich',
    'Every agent has this tool beside its own: all wanted fields of one document at once, with provenance and usage. ' +
      'It asks at most one model question per tier (and one repair), for the fields that a cheaper tier left unsure.',
    table(['input', 'type', 'what it is'], fieldRows(EnrichRequest)),
    table(['output', 'type', 'what it is'], fieldRows(EnrichResponse)),
    ...AGENTS.flatMap(agentPart),
  ])
