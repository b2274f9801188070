import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../thresholds/marks.ts'
import { MODELS } from './agents/models.ts'
import type { DashboardSpec, Row } from './build/dashboard.ts'
import { highIsBad, lowIsBad, NONE_WANTED } from './build/limits.ts'
import { dashboard, PLACES, queueOf, runbook } from './build/links.ts'
import { bars, series, stat, table } from './build/panels.ts'
import {
  increase,
  NAMES,
  orNone,
  orZero,
  quantile,
  RANGE,
  rate,
  share,
  shareBy,
} from './build/queries.ts'

const QUARTER = '15m'
const AGENT = { by: ['agent'] } as const
const NOT_OK = 'outcome!="ok"'
const FAILED_REQUEST = 'outcome!~"ok|aborted"'

const UP_OR_DOWN = { 0: ['down', 'red'], 1: ['up', 'green'] } as const

const NOW: Row = {
  title: 'Is it broken, and for whom?',
  panels: [
    stat({
      title: 'Agents that cannot be reached',
      description:
        'Agents that no worker reached at its last call. Documents are tried again and then go to review without what the agent gives.',
      unit: units.Short,
      queries: orZero(`count(max by (agent) (${NAMES.agentAvailable}) == 0)`),
      limits: NONE_WANTED,
      links: [dashboard('colophon-platform', 'Its process')],
    }),
    stat({
      title: 'Slowest agent, p95',
      description: 'Time the slowest agent takes for one document, of the last 15 minutes.',
      unit: units.Seconds,
      queries: orZero(`max(${quantile(0.95, 'agentSeconds', { ...AGENT, over: QUARTER })} >= 0)`),
      limits: highIsBad(MARKS.agentSeconds),
    }),
    stat({
      title: 'Calls without a full answer',
      description:
        'Share of the calls of the last 15 minutes that ended degraded or not at all: the documents go to review for it.',
      unit: units.PercentUnit,
      decimals: 1,
      queries: share(
        increase('agentCalls', { where: NOT_OK, over: QUARTER }),
        increase('agentCalls', { over: QUARTER }),
      ),
      limits: highIsBad(MARKS.agentFailures),
    }),
    stat({
      title: 'Models left alone',
      description:
        'Models that failed so often that they are not asked for a while (open breakers). Documents wait for them or do without.',
      unit: units.Short,
      queries: orZero(`count(max by (provider, model) (${NAMES.llmBreaker}) == 2)`),
      limits: NONE_WANTED,
    }),
    stat({
      title: 'Models that are missing',
      description: 'Models an agent is to ask that their provider does not have: pull them.',
      unit: units.Short,
      queries: orZero(`count(min by (provider, model) (${NAMES.llmPresent}) == 0)`),
      limits: NONE_WANTED,
    }),
    stat({
      title: 'Least room at a provider',
      description:
        'Smallest share that is left of a rate limit. At zero the provider refuses and everything waits.',
      unit: units.PercentUnit,
      queries: `min(${NAMES.llmHeadroom}) or vector(1)`,
      limits: lowIsBad(MARKS.headroom),
    }),
  ],
}

const AGENTS: Row = {
  title: 'Agents',
  panels: [
    table({
      title: 'Agents now',
      description:
        'Reached at the last call, share of full answers, time for a document, and calls: of the time shown.',
      rows: { agent: 'Agent' },
      columns: [
        {
          title: 'State',
          unit: units.Short,
          expr: `max by (agent) (${NAMES.agentAvailable})`,
          words: UP_OR_DOWN,
        },
        {
          title: 'Full answers',
          unit: units.PercentUnit,
          decimals: 1,
          expr: shareBy(
            increase('agentCalls', { ...AGENT, where: 'outcome="ok"' }),
            increase('agentCalls', AGENT),
          ),
          limits: lowIsBad(MARKS.fullAnswers),
        },
        {
          title: 'p95',
          unit: units.Seconds,
          expr: quantile(0.95, 'agentSeconds', { ...AGENT, over: RANGE }),
          limits: highIsBad(MARKS.agentSeconds),
        },
        { title: 'Calls', unit: units.Short, decimals: 0, expr: increase('agentCalls', AGENT) },
      ],
    }),
    bars({
      title: 'Failures by agent and kind',
      description:
        'Calls of the time shown that ended otherwise than well. `degraded` is an answer without its model, codes are in the reference of errors.',
      unit: units.Short,
      decimals: 0,
      width: 12,
      queries: {
        expr: orNone(
          `sort_desc(${increase('agentCalls', { where: NOT_OK, by: ['agent', 'outcome'] })} > 0)`,
          'agent',
        ),
        legend: '{{agent}} {{outcome}}',
      },
      links: [queueOf('agent'), runbook('README.md')],
    }),
    series({
      title: 'Time of an agent for one document, p95',
      description:
        'As the worker sees it: the way there, the rules, the models. Red from where an alert is sent.',
      unit: units.Seconds,
      queries: { expr: quantile(0.95, 'agentSeconds', AGENT), legend: '{{agent}}' },
      limits: highIsBad({ bad: MARKS.agentSeconds.bad }),
    }),
    series({
      title: 'Time of a tool in its agent, p95',
      description:
        'As the agent sees it, by service and tool: without the way there. Only agents that are services of their own.',
      unit: units.Seconds,
      queries: {
        expr: quantile(0.95, 'agentRequestSeconds', { by: ['job', 'tool'] }),
        legend: '{{job}} {{tool}}',
      },
    }),
    series({
      title: 'MCP calls that succeed',
      description:
        'Share by service; calls the worker gave up itself are no failures of the agent. Only agents that are services of their own.',
      unit: units.PercentUnit,
      max: 1,
      queries: {
        expr: `1 - ${shareBy(
          rate('agentRequests', { where: FAILED_REQUEST, by: ['job'] }),
          rate('agentRequests', { by: ['job'] }),
        )}`,
        legend: '{{job}}',
      },
      limits: lowIsBad({ bad: MARKS.fullAnswers.bad }),
    }),
    series({
      title: 'Rules that were ended',
      description:
        'Rules that took too long or too much memory for a document; the document goes on without them. By why, of the hour before.',
      unit: units.Short,
      queries: {
        expr: orNone(increase('rulesEnded', { by: ['agent', 'why'], over: '1h' }), 'agent'),
        legend: '{{agent}} {{why}}',
      },
    }),
    series({
      title: 'Calls in work in agents',
      description:
        'Tool calls each agent works on now. At its limit it refuses further ones and workers try again.',
      unit: units.Short,
      queries: { expr: `max by (job) (${NAMES.agentRunning})`, legend: '{{job}}' },
    }),
    series({
      title: 'Answers that were kept',
      description: 'Answers by origin: kept ones were paid for before and cost nothing.',
      unit: units.Short,
      stacked: true,
      queries: {
        expr: increase('agentAnswers', { by: ['origin'], over: '1h' }),
        legend: '{{origin}}',
      },
    }),
  ],
}

export const AGENT_PERFORMANCE: DashboardSpec = {
  uid: 'colophon-agents',
  title: 'Agent Performance',
  description: 'Which agent or model is slow, missing or wrong, and what that does to documents.',
  folder: 'enrichment',
  variables: [],
  links: [PLACES.queue, runbook('README.md')],
  rows: [NOW, AGENTS, MODELS],
}
