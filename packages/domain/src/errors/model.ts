import { entry, type CatalogueEntry } from './entry.ts'

export const MODEL_ERRORS = {
  'model.not_configured': entry(
    'permanent',
    503,
    'No model is configured for this tier',
    'Configure one, or go on with rules: it is a normal way to run.',
  ),
  'model.unavailable': entry(
    'transient',
    503,
    'The model provider does not answer',
    'It is tried again; check the provider.',
  ),
  'model.overloaded': entry(
    'transient',
    503,
    'The model provider is overloaded',
    'It is tried again later.',
  ),
  'model.resting': entry(
    'transient',
    503,
    'The model did not answer several times in a row and is left alone for a while',
    'Nothing to do: the document waits for it and loses no attempt. Look at the provider when it lasts.',
  ),
  'model.rate_limited': entry(
    'transient',
    429,
    'The model provider limits the rate',
    'It is tried again when the provider allows it.',
  ),
  'model.timeout': entry(
    'transient',
    504,
    'The model did not answer in time',
    'It is tried again; raise the deadline or use a faster model.',
  ),
  'model.missing': entry(
    'permanent',
    503,
    'The provider does not have the model',
    'Pull or enable the model, then requeue the documents.',
  ),
  'model.unauthorised': entry(
    'permanent',
    502,
    'The provider refused the credentials',
    'Check the key, then requeue the documents.',
  ),
  'model.refused': entry(
    'permanent',
    502,
    'The model refused to answer',
    'The cheaper answer stands; a person decides.',
  ),
  'model.truncated': entry(
    'permanent',
    502,
    'The answer hit the token limit',
    'The cheaper answer stands; lower `effort` in the URL of the model, or raise `maxAnswerTokens` of the agent.',
  ),
  'model.input_too_long': entry(
    'permanent',
    413,
    'The text does not fit the model',
    'Use a model with a larger context.',
  ),
  'model.request_rejected': entry(
    'permanent',
    502,
    'The provider rejected the request',
    'The cheaper answer stands; check the settings of the model, the log has the provider’s request id.',
  ),
  'model.invalid_answer': entry(
    'permanent',
    502,
    'The answer does not fit the schema, also after one repair where there was money for it',
    'The cheaper answer stands; try another model.',
  ),
} as const satisfies Record<string, CatalogueEntry>
