import { entry, type CatalogueEntry } from './entry.ts'

export const AGENT_ERRORS = {
  'agent.unavailable': entry(
    'transient',
    503,
    'The agent does not answer',
    'Check that the agent runs and is healthy.',
  ),
  'agent.lost': entry(
    'transient',
    502,
    'The connection to the agent broke during a call',
    'It is tried again; what the lost call may have cost stays charged.',
  ),
  'agent.busy': entry(
    'transient',
    503,
    'The agent is at its concurrency limit',
    'It is tried again; add a replica when this lasts.',
  ),
  'agent.refused': entry(
    'transient',
    502,
    'The agent does not accept the service token',
    'Give the worker and the agents the same JWT settings, and check their clocks.',
  ),
  'agent.timeout': entry(
    'transient',
    504,
    'The agent did not answer in time',
    'It is tried again; look at the model latency.',
  ),
  'agent.invalid_arguments': entry(
    'permanent',
    422,
    'The arguments do not fit the tool',
    'See the input schema in tools/list.',
  ),
  'agent.invalid_answer': entry(
    'permanent',
    502,
    'The agent answered something that does not fit its schema',
    'A defect in the agent: report it.',
  ),
  'agent.failed': entry(
    'permanent',
    500,
    'The agent failed',
    'A defect in the agent: its log has the request id.',
  ),
} as const satisfies Record<string, CatalogueEntry>
