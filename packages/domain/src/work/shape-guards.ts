import { ModelValueOutcome, type EnrichRequest, type EnrichResponse } from './enrich.ts'
import { TIERS, TOKEN_KINDS, type Tier } from '../money/usage.ts'
import type { Tree } from '../record/path.ts'
import { EvidenceMatch, ValueStatus } from '../record/provenance.ts'

/**
 * The schemas of `enrich.ts`, written out: the pipeline checks ten such shapes for every document, and a schema copies
 * all that it checks. A guard never takes what its schema refuses; on what a guard refuses, the schema has the say.
 */
const TIER_NAMES: ReadonlySet<unknown> = new Set(TIERS)
const STATUSES: ReadonlySet<unknown> = new Set(ValueStatus.options)
const MATCHES: ReadonlySet<unknown> = new Set(EvidenceMatch.options)
const OUTCOMES: ReadonlySet<unknown> = new Set(['ok', 'degraded', 'skipped'])
const VALUE_OUTCOMES: ReadonlySet<unknown> = new Set(ModelValueOutcome.options)

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const isString = (value: unknown): boolean => typeof value === 'string'
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isStringOrNull = (value: unknown): boolean => value === null || typeof value === 'string'
const isMaybeString = (value: unknown): boolean => value === undefined || typeof value === 'string'
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1
const isAmount = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= 0
const isTier = (value: unknown): value is Tier => TIER_NAMES.has(value)

function isListOf(value: unknown, guard: (item: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return false
  // Not `every`, which passes over holes.
  for (const item of value) if (!guard(item)) return false
  return true
}

const isPage = (page: unknown): boolean =>
  isTree(page) &&
  isCount(page['number']) &&
  page['number'] !== 0 &&
  isCount(page['start']) &&
  isCount(page['end'])

const isSegment = (segment: unknown): boolean =>
  isTree(segment) &&
  isString(segment['kind']) &&
  isString(segment['name']) &&
  isCount(segment['start']) &&
  isCount(segment['end'])

const isFile = (file: unknown): boolean =>
  isTree(file) && isString(file['path']) && isString(file['name']) && isString(file['format'])

const isMaxFields = (most: unknown): boolean =>
  isTree(most) &&
  Object.entries(most).every(
    ([tier, fields]) => tier !== 'rules' && isTier(tier) && isCount(fields) && fields !== 0,
  )

export const isEnrichRequest = (value: unknown): value is EnrichRequest =>
  isTree(value) &&
  isString(value['run_id']) &&
  isString(value['document_id']) &&
  isString(value['profile']) &&
  isString(value['text']) &&
  isListOf(value['pages'], isPage) &&
  (value['segments'] === undefined || isListOf(value['segments'], isSegment)) &&
  (value['record'] === undefined || isTree(value['record'])) &&
  isMaybeString(value['language']) &&
  isMaybeString(value['hints']) &&
  (value['ocr_confidence'] === undefined || Number.isFinite(value['ocr_confidence'])) &&
  (value['file'] === undefined || isFile(value['file'])) &&
  isTree(value['facts']) &&
  isTree(value['found']) &&
  isListOf(value['wanted'], isString) &&
  isListOf(value['tiers'], isTier) &&
  (value['max_fields'] === undefined || isMaxFields(value['max_fields'])) &&
  typeof value['last_attempt'] === 'boolean' &&
  (value['repairs'] === undefined || value['repairs'] === 0 || value['repairs'] === 1) &&
  isString(value['today'])

const isEvidence = (evidence: unknown): boolean =>
  isTree(evidence) &&
  isString(evidence['quote']) &&
  isCount(evidence['start']) &&
  isCount(evidence['end']) &&
  (evidence['page'] === undefined || (isCount(evidence['page']) && evidence['page'] !== 0)) &&
  MATCHES.has(evidence['match'])

const isProvenance = (entry: unknown): boolean =>
  isTree(entry) &&
  STATUSES.has(entry['status']) &&
  isShare(entry['confidence']) &&
  isText(entry['source']) &&
  isStringOrNull(entry['agent']) &&
  isStringOrNull(entry['tool']) &&
  isMaybeString(entry['model']) &&
  isMaybeString(entry['reason']) &&
  (entry['evidence'] === null || isEvidence(entry['evidence'])) &&
  isString(entry['definition_hash']) &&
  isString(entry['at'])

const isFieldValue = (field: unknown): boolean =>
  isTree(field) &&
  isText(field['path']) &&
  Object.hasOwn(field, 'value') &&
  isProvenance(field['provenance']) &&
  (field['items'] === undefined || isListOf(field['items'], isProvenance))

const isTokens = (tokens: unknown): boolean =>
  isTree(tokens) && TOKEN_KINDS.every((kind) => isCount(tokens[kind]))

const isUsage = (usage: unknown): boolean =>
  isTree(usage) &&
  isString(usage['call_id']) &&
  isTier(usage['tier']) &&
  isString(usage['provider']) &&
  isString(usage['model']) &&
  isStringOrNull(usage['tool']) &&
  isTokens(usage['tokens']) &&
  isAmount(usage['duration_ms']) &&
  isMaybeString(usage['request_id']) &&
  isMaybeString(usage['model_digest']) &&
  typeof usage['usage_complete'] === 'boolean'

const isValueCount = (count: unknown): boolean =>
  isTree(count) &&
  isString(count['model']) &&
  VALUE_OUTCOMES.has(count['outcome']) &&
  isCount(count['count']) &&
  count['count'] !== 0

export const isEnrichResponse = (value: unknown): value is EnrichResponse =>
  isTree(value) &&
  OUTCOMES.has(value['status']) &&
  isMaybeString(value['why']) &&
  isListOf(value['fields'], isFieldValue) &&
  isListOf(value['rivals'], isFieldValue) &&
  isListOf(value['usage'], isUsage) &&
  (value['model_values'] === undefined || isListOf(value['model_values'], isValueCount)) &&
  isString(value['definition_hash'])
