import type { GroupCases, RuleCase } from './case.ts'

const OLLAMA = 'job="metadata-agent",provider="ollama",model="mixtral"'
const CLAUDE = 'job="context-agent",provider="anthropic",model="claude"'
const ofClaude = { provider: 'anthropic', model: 'claude' }
const PRESENT = `colophon_llm_model_present{${OLLAMA}}`
const WAITING = `colophon_llm_calls{${OLLAMA},state="waiting"}`
const BREAKER = `colophon_llm_breaker_state{${CLAUDE}}`
const HEADROOM = `colophon_llm_headroom_ratio{${CLAUDE},kind="tokens"}`
const TRUNCATED = `colophon_llm_suspected_truncation_total{${OLLAMA}}`
const asked = (outcome: string): string =>
  `colophon_llm_requests_total{${CLAUDE},outcome="${outcome}"}`
const tokens = (kind: string): string =>
  `colophon_llm_tokens_total{job="enrichment-worker",provider="anthropic",model="claude",kind="${kind}"}`
const INVALID =
  'colophon_llm_schema_invalid_total{job="enrichment-worker",agent="content-agent",model="claude"}'

const took = (le: string): string =>
  `colophon_agent_seconds_bucket{job="enrichment-worker",agent="context-agent",le="${le}"}`
const TOOK = 'colophon_agent_seconds_count{job="enrichment-worker",agent="context-agent"}'
const called = (outcome: string): string =>
  `colophon_agent_calls_total{job="enrichment-worker",agent="context-agent",outcome="${outcome}"}`
const ofAgent = { agent: 'context-agent' }

const models: Record<string, readonly RuleCase[]> = {
  ModelMissing: [
    {
      series: { [PRESENT]: '0x20 1x20' },
      fires: '18m',
      ends: '30m',
      labels: { provider: 'ollama', model: 'mixtral' },
      summary: 'ollama mixtral is not there',
      below: [{ [PRESENT]: '1x40' }],
    },
  ],
  LocalModelSaturated: [
    {
      series: { [WAITING]: '30x40 0x20' },
      fires: '35m',
      ends: '50m',
      labels: { provider: 'ollama', model: 'mixtral' },
      summary: '30 questions wait for ollama mixtral',
      below: [{ [WAITING]: '20x60' }],
    },
  ],
  ProviderBreakerOpen: [
    {
      // Half open between two tries: that is no recovery.
      series: { [BREAKER]: '2x3 1 2x3 1 2x3 1 2x3 1 2x3 0x20' },
      fires: '14m',
      ends: '35m',
      labels: ofClaude,
      summary: 'anthropic claude has not answered and is left alone',
      below: [{ [BREAKER]: '1x40' }],
    },
  ],
  ProviderOverloaded: [
    {
      series: { [asked('model.overloaded')]: '0+2x30 60x60', [asked('answered')]: '0+8x90' },
      fires: '15m',
      ends: '50m',
      labels: { provider: 'anthropic' },
      summary: 'anthropic refuses 20% of the questions: it is overloaded',
      below: [
        { [asked('model.overloaded')]: '0+0.9x90', [asked('answered')]: '0+9.1x90' },
        { [asked('model.overloaded')]: '0+0.5x90', [asked('answered')]: '0x90' },
      ],
    },
  ],
  RateLimitHeadroomLow: [
    {
      series: { [HEADROOM]: '0.05x20 0.5x20', [asked('answered')]: '0+1x40' },
      fires: '15m',
      ends: '30m',
      labels: { ...ofClaude, kind: 'tokens' },
      summary: '5% is left of the limit of anthropic claude (tokens)',
      below: [{ [HEADROOM]: '0.1x40' }, { [asked('answered')]: '5x40' }],
    },
  ],
}

const answers: Record<string, readonly RuleCase[]> = {
  SchemaInvalidRatio: [
    {
      series: { [INVALID]: '0+2x60 120x120', [asked('answered')]: '0+8x180' },
      fires: '30m',
      ends: '130m',
      labels: { model: 'claude' },
      summary: '25% of the answers of claude do not fit their schema',
      below: [
        { [INVALID]: '0+0.5x180' },
        { [INVALID]: '0+0.2x180', [asked('answered')]: '0+0.5x180' },
      ],
    },
  ],
  TruncationDetected: [
    {
      series: { [TRUNCATED]: '_x5 2x150' },
      fires: '10m',
      ends: '90m',
      labels: { provider: 'ollama', model: 'mixtral' },
      summary: 'ollama mixtral has read 2 questions only in part',
      below: [{ [TRUNCATED]: '0x155' }],
    },
  ],
  CacheHitRatioCollapsed: [
    {
      every: '10m',
      series: {
        [tokens('cache_read')]: '0+80000x60 4800000+10000x30 5100000+80000x60',
        [tokens('input')]: '0+20000x60 1200000+90000x30 3900000+20000x60',
        [tokens('output')]: '0+90000x150',
      },
      fires: '12h',
      ends: '18h',
      labels: { model: 'claude' },
      summary: 'only 10% of what claude is asked comes from its cache, half of the day before',
      below: [
        {
          [tokens('cache_read')]: '0+80000x60 4800000+50000x90',
          [tokens('input')]: '0+20000x60 1200000+50000x90',
        },
      ],
    },
  ],
}

const agents: Record<string, readonly RuleCase[]> = {
  AgentSlow: [
    {
      series: {
        [took('30')]: '0x90',
        [took('60')]: '0+1x30 30x60',
        [took('+Inf')]: '0+1x30 30x60',
        [TOOK]: '0+1x30 30x60',
      },
      fires: '15m',
      ends: '45m',
      labels: ofAgent,
      summary: 'context-agent takes 58.5s for one document in twenty, more than 30 s',
      below: [{ [took('30')]: '0+1x30 30x60' }],
    },
  ],
  AgentDown: [
    {
      series: { 'up{job="context-agent",instance="a:8005"}': '0x10 1x10' },
      fires: '6m',
      ends: '15m',
      labels: ofAgent,
      summary: 'context-agent does not answer',
      below: [{ 'up{job="context-agent",instance="a:8005"}': '1x20' }],
    },
    {
      // Inside of another process, which says whether it answers.
      series: { 'colophon_agent_available{job="colophon",agent="context-agent"}': '0x10 1x10' },
      fires: '6m',
      ends: '15m',
      labels: ofAgent,
      summary: 'context-agent does not answer',
      below: [{ 'colophon_agent_available{job="colophon",agent="context-agent"}': '1x20' }],
    },
  ],
  AgentDegraded: [
    {
      series: { [called('degraded')]: '0+3x40 120x80', [called('ok')]: '0+7x120' },
      fires: '20m',
      ends: '80m',
      labels: ofAgent,
      summary: 'context-agent could not do its part for 30% of the documents',
      below: [
        { [called('degraded')]: '0+2x120', [called('ok')]: '0+8x120' },
        { [called('degraded')]: '0+0.5x120', [called('ok')]: '0+0.1x120' },
      ],
    },
  ],
}

export const MODELS_CASES: GroupCases = { cases: { ...models, ...answers, ...agents }, silence: {} }
