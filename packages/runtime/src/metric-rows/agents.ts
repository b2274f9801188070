import { counter, gauge, histogram, recordedBy, WORK_SECONDS } from './row.ts'

const CALLS = recordedBy('worker', {
  agentCalls: counter('agent_calls_total', 'Calls of agents, by how they ended', {
    labels: ['agent', 'outcome'],
    maxChildren: 60,
  }),
  agentSeconds: histogram('agent_seconds', 'Time one agent took for one document', {
    labels: ['agent'],
    maxChildren: 8,
    buckets: WORK_SECONDS,
  }),
  agentAvailable: gauge('agent_available', 'Whether a worker reached the agent last: 1, else 0', {
    labels: ['agent'],
    maxChildren: 12,
  }),
  agentAnswers: counter('agent_answers_total', 'Answers of agents, by origin: kept, new', {
    labels: ['agent', 'origin'],
    maxChildren: 24,
  }),
})

const REQUESTS = recordedBy('agents', {
  agentRequests: counter('agent_requests_total', 'Tool calls an agent has ended, by how', {
    labels: ['tool', 'outcome'],
    maxChildren: 80,
  }),
  agentRequestSeconds: histogram('agent_request_seconds', 'Time of tool calls in the agent', {
    labels: ['tool'],
    maxChildren: 8,
    buckets: WORK_SECONDS,
  }),
  agentRunning: gauge('agent_running_requests', 'Tool calls an agent is working on now'),
  rulesEnded: counter('rules_ended_total', 'Rules that were ended for a document, by why', {
    labels: ['agent', 'why'],
    maxChildren: 20,
  }),
})

export const AGENTS = { ...CALLS, ...REQUESTS } as const
