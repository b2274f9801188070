import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { ERROR_META } from '../../src/mcp/wire/envelope.ts'
import { agentNamed, aRequest, LETTER, sample } from '../letter.ts'

/** The tools each agent has had since before there was Colophon: integrators know them by these names. */
export const TOOL_NAMES = {
  'metadata-agent': [
    'extract_document_type',
    'extract_storage_info',
    'extract_digitization_metadata',
    'determine_access_level',
  ],
  'entity-agent': [
    'extract_people',
    'extract_organizations',
    'extract_locations',
    'extract_events',
    'generate_relationships',
  ],
  'structure-agent': [
    'extract_salutation',
    'parse_letter_body',
    'extract_closing',
    'extract_signature',
    'identify_attachments',
    'parse_correspondence',
  ],
  'content-agent': [
    'generate_summary',
    'extract_keywords',
    'classify_subjects',
    'extract_dates',
    'detect_language_features',
  ],
  'context-agent': [
    'research_historical_context',
    'assess_significance',
    'generate_biographies',
    'link_related_documents',
  ],
} as const
export type AgentName = keyof typeof TOOL_NAMES
export const AGENT_NAMES = Object.keys(TOOL_NAMES) as AgentName[]

const LETTERS = [
  '01-invitation-skating-party.txt',
  '05-personal-bruder.txt',
  '14-ceremonial-centenaire.txt',
].map(sample)

/** A client of either SDK, as far as the contract needs one. */
export interface AnyClient {
  getServerVersion(): { name: string; version: string } | undefined
  getServerCapabilities(): { tools?: unknown } | undefined
  listTools(): Promise<{ tools: ListedTool[] }>
  callTool(params: { name: string; arguments: Record<string, unknown> }): Promise<unknown>
  close(): Promise<void>
}

interface ListedTool {
  name: string
  title?: string | undefined
  description?: string | undefined
  inputSchema: Record<string, unknown>
  outputSchema?: Record<string, unknown> | undefined
  annotations?: Record<string, unknown> | undefined
}

export interface CallResult {
  isError?: boolean
  structuredContent?: Record<string, unknown>
  content: { type: string; text: string }[]
  _meta?: Record<string, Record<string, unknown>>
}

/** Calls a tool as any client does; a client that has listed the tools checks each answer against its schema. */
export const call = async (
  client: AnyClient,
  name: string,
  args: Record<string, unknown> = {},
): Promise<CallResult> => (await client.callTool({ name, arguments: args })) as CallResult

/** Tests that hold for an agent's server behind any transport. */
export function agentContract(
  name: AgentName,
  open: (t: TestContext, agent: AgentName) => Promise<AnyClient>,
): void {
  test(`${name} introduces itself and its tools`, async (t) => {
    const client = await open(t, name)
    assert.equal(client.getServerVersion()?.name, name)
    assert.ok(client.getServerCapabilities()?.tools)
    const { tools } = await client.listTools()
    assert.deepEqual(
      tools.map((tool) => tool.name),
      [...TOOL_NAMES[name], 'enrich'],
    )
    for (const tool of tools) {
      assert.ok(tool.title && tool.description && tool.description.length > 20, tool.name)
      assert.equal(tool.inputSchema['type'], 'object')
      assert.equal(tool.outputSchema?.['type'], 'object')
      assert.deepEqual(tool.annotations, {
        readOnlyHint: true,
        idempotentHint: true,
        openWorldHint: false,
        destructiveHint: false,
      })
      assert.ok((tool.inputSchema['required'] as string[]).includes('text'), tool.name)
    }
  })

  test(`${name} answers every tool from the text alone, in the form it promised`, async (t) => {
    const client = await open(t, name)
    const { tools } = await client.listTools()
    for (const text of LETTERS) {
      for (const { name: tool } of tools.filter((each) => each.name !== 'enrich')) {
        const { isError, structuredContent, content } = await call(client, tool, { text })
        assert.ok(!isError && structuredContent, tool)
        assert.deepEqual(JSON.parse(content[0]?.text ?? ''), structuredContent)
        for (const { quote, start, end } of structuredContent['evidence'] as Evidence[])
          if (quote !== null) assert.equal(text.slice(start, end), quote, tool)
      }
    }
  })

  test(`${name} enriches a document, and every quote stands in it`, async (t) => {
    const client = await open(t, name)
    await client.listTools()
    const request = aRequest(agentNamed(name))
    const { structuredContent } = await call(client, 'enrich', { ...request })
    const { model_values: ofModels, ...answer } = structuredContent ?? {}
    assert.ok(ofModels === undefined || Array.isArray(ofModels))
    assert.deepEqual(Object.keys(answer).toSorted(), [
      'definition_hash',
      'fields',
      'rivals',
      'status',
      'usage',
    ])
    const fields = structuredContent?.['fields'] as {
      path: string
      provenance: { evidence: Evidence | null }
    }[]
    for (const { path, provenance } of fields) {
      assert.ok(request.wanted.includes(path), path)
      if (provenance.evidence === null) continue
      const { quote, start, end } = provenance.evidence
      assert.equal(LETTER.slice(start, end), quote)
    }
  })

  test(`${name} says which arguments do not fit, and not what they were`, async (t) => {
    const client = await open(t, name)
    for (const tool of [...TOOL_NAMES[name], 'enrich']) {
      for (const args of [{}, { text: { secret: 'words' } }, { text: ['secret words'] }]) {
        const result = await call(client, tool, args)
        assert.equal(result.isError, true)
        assert.match(result.content[0]?.text ?? '', /text: /)
        assert.equal(result._meta?.[ERROR_META]?.['code'], 'agent.invalid_arguments')
        assert.equal(result._meta[ERROR_META]['retryable'], false)
        assert.doesNotMatch(JSON.stringify(result), /words/)
      }
    }
  })

  test(`${name} knows no other tools`, async (t) => {
    const client = await open(t, name)
    for (const tool of ['delete_everything', '__proto__', '', 'ENRICH'])
      await assert.rejects(call(client, tool, { text: '' }), { code: -32_602 })
  })
}

interface Evidence {
  quote: string | null
  start: number
  end: number
}
