import { LOCAL_PROVIDERS } from '../local-providers.ts'
import type { AlertGroup, AlertSpec, RecordSpec } from '../alert.ts'
import { grown, share, sumBy } from '../promql.ts'
import type { MODELS } from '../thresholds/work.ts'

/** Without a model there are no such series, and none of these fires. */
const MODEL = { owner: 'operations', service: 'models', dashboard: 'agents' } as const
const AGENT = { ...MODEL, service: '{{ $labels.agent }}' } as const
const NAMED = '{{ $labels.provider }} {{ $labels.model }}'
const REQUESTS = 'colophon_llm_requests_total'
const TOKENS = 'colophon_llm_tokens_total'
/** Tokens of questions; those that came from the cache of the provider cost a tenth. */
const ASKED = `${TOKENS}{kind!="output"}`

const models: Omit<Record<keyof typeof MODELS, AlertSpec>, `Agent${string}`> = {
  ModelMissing: {
    ...MODEL,
    severity: 'page',
    expression: () => 'min by (provider, model) (colophon_llm_model_present) == 0',
    summary: `${NAMED} is not there`,
    description:
      'Documents that need this model wait, or go to people with what rules found. First: `ollama pull` the model, or mend its name in the settings.',
  },
  LocalModelSaturated: {
    ...MODEL,
    severity: 'ticket',
    expression: ({ over }) =>
      `${sumBy('provider, model', `colophon_llm_calls{provider=~"${LOCAL_PROVIDERS.join('|')}",state="waiting"}`)} > ${over}`,
    summary: `{value} questions wait for ${NAMED}`,
    description:
      'The local model sets the pace, and more workers change nothing. First: raise OLLAMA_NUM_PARALLEL if memory allows, take a smaller model, or ask it for fewer fields.',
  },
  ProviderBreakerOpen: {
    ...MODEL,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `max by (provider, model) (max_over_time(colophon_llm_breaker_state[${window}])) > ${over}`,
    summary: `${NAMED} has not answered and is left alone`,
    description:
      'Documents that need the model wait for it. First: `colophon doctor` says whether the provider can be reached and takes the key.',
  },
  ProviderOverloaded: {
    ...MODEL,
    severity: 'ticket',
    expression: ({ over, least, window }) => {
      const all = sumBy('provider', grown(REQUESTS, window))
      return `colophon:provider_overloaded:ratio_rate10m > ${over} and ${all} > ${least}`
    },
    summary: '{{ $labels.provider }} refuses {value} of the questions: it is overloaded',
    description:
      'Documents take longer; nothing is lost, and each is tried again. First: read the status page of the provider; nothing else helps but asking less.',
  },
  RateLimitHeadroomLow: {
    ...MODEL,
    severity: 'ticket',
    // The figure is that of the last answer: of a model that nobody asks it says nothing.
    expression: ({ over, window }) =>
      [
        `min by (provider, model, kind) (colophon_llm_headroom_ratio) < ${over}`,
        `and on (provider, model) ${sumBy('provider, model', `rate(${REQUESTS}[${window}])`)} > 0`,
      ].join('\n'),
    summary: `{value} is left of the limit of ${NAMED} ({{ $labels.kind }})`,
    description:
      'Questions will soon be refused, and documents wait. First: lower WORKER_CONCURRENCY, or ask the provider for a higher limit.',
  },
  SchemaInvalidRatio: {
    ...MODEL,
    severity: 'ticket',
    expression: ({ over, least, window }) => {
      const all = sumBy('model', grown(`${REQUESTS}{outcome="answered"}`, window))
      return `colophon:schema_invalid:ratio_rate1h > ${over} and ${all} > ${least}`
    },
    summary: '{value} of the answers of {{ $labels.model }} do not fit their schema',
    description:
      'Each such answer is paid twice, and its fields may go to people. First: see whether model, prompt or profile changed; go back to the one before.',
  },
  TruncationDetected: {
    ...MODEL,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('provider, model', grown('colophon_llm_suspected_truncation_total', window))} > ${over}`,
    summary: `${NAMED} has read {value} questions only in part`,
    description:
      'Values from the end of long documents are missed without a word. First: give the model a longer context (`num_ctx` in its URL), then send these documents round again.',
  },
  CacheHitRatioCollapsed: {
    ...MODEL,
    severity: 'ticket',
    expression: ({ over, least, window }) => {
      const now = 'colophon:prompt_cache:ratio_rate1h'
      const asked = sumBy('model', grown(ASKED, window))
      return `${now} < ${over} * avg_over_time(${now}[1d] offset ${window}) and ${asked} > ${least}`
    },
    summary:
      'only {value} of what {{ $labels.model }} is asked comes from its cache, half of the day before',
    description:
      'The same answers cost up to ten times as much. First: see what changed at the beginning of the prompts; go back to the version before.',
  },
}

const agents: Pick<
  Record<keyof typeof MODELS, AlertSpec>,
  'AgentSlow' | 'AgentDown' | 'AgentDegraded'
> = {
  AgentSlow: {
    ...AGENT,
    severity: 'ticket',
    expression: ({ over, least, window }) =>
      [
        `colophon:agent_seconds:p95 > ${over}`,
        `and ${sumBy('agent', `increase(colophon_agent_seconds_count[${window}])`)} > ${least}`,
      ].join('\n'),
    summary: '{{ $labels.agent }} takes {value} for one document in twenty, more than {over}',
    description:
      'Documents take that much longer. First: see whether it is its model that is slow (questions that wait, time of one request) or its rules.',
  },
  AgentDown: {
    ...AGENT,
    severity: 'page',
    expression: () => 'colophon:agent_up:min == 0',
    summary: '{{ $labels.agent }} does not answer',
    description:
      'Documents wait for it and after five attempts go to people without its part. First: see whether the process runs, and why it ended.',
  },
  AgentDegraded: {
    ...AGENT,
    severity: 'ticket',
    expression: ({ over, least, window }) => {
      const all = sumBy('agent', grown('colophon_agent_calls_total', window))
      return `colophon:agent_degraded:ratio_rate30m > ${over} and ${all} > ${least}`
    },
    summary: '{{ $labels.agent }} could not do its part for {value} of the documents',
    description:
      'These documents all go to people. First: see by which error, and whether it comes from the model.',
  },
}

const ratio = (name: string, part: string, whole: string): RecordSpec => ({
  name: `colophon:${name}`,
  expression: share(part, whole),
})

export const MODELS_GROUP: AlertGroup = {
  alerts: { ...models, ...agents },
  records: (at) => {
    const overloaded = at('ProviderOverloaded').window
    const invalid = at('SchemaInvalidRatio').window
    const degraded = at('AgentDegraded').window
    const cached = at('CacheHitRatioCollapsed').window
    const slow = at('AgentSlow').window
    return [
      ratio(
        'provider_overloaded:ratio_rate10m',
        sumBy('provider', grown(`${REQUESTS}{outcome="model.overloaded"}`, overloaded)),
        sumBy('provider', grown(REQUESTS, overloaded)),
      ),
      ratio(
        'schema_invalid:ratio_rate1h',
        sumBy('model', grown('colophon_llm_schema_invalid_total', invalid)),
        sumBy('model', grown(`${REQUESTS}{outcome="answered"}`, invalid)),
      ),
      ratio(
        'prompt_cache:ratio_rate1h',
        `(${sumBy('model', grown(`${TOKENS}{kind="cache_read"}`, cached))})`,
        sumBy('model', grown(ASKED, cached)),
      ),
      ratio(
        'agent_degraded:ratio_rate30m',
        sumBy('agent', grown('colophon_agent_calls_total{outcome!~"ok|skipped"}', degraded)),
        sumBy('agent', grown('colophon_agent_calls_total', degraded)),
      ),
      {
        name: 'colophon:agent_seconds:p95',
        expression: `histogram_quantile(0.95, sum by (agent, le) (rate(colophon_agent_seconds_bucket[${slow}])))`,
      },
      // An agent is a target of its own, or inside of a worker that says whether it answers.
      {
        name: 'colophon:agent_up:min',
        expression: [
          'min by (agent) (',
          '  label_replace(up{job=~".+-agent"}, "agent", "$1", "job", "(.+)")',
          '  or max by (agent) (colophon_agent_available)',
          ')',
        ].join('\n'),
      },
    ]
  },
}
