/** Where the tool `enrich` says in an agent's list of tools what answers, where, and what the largest call of a model is. */
export const DEFINITION_META = 'colophon/definition_hash'
export const MODELS_META = 'colophon/models'
export const OUTSIDE_META = 'colophon/outside'
export const LARGEST_CALL_META = 'colophon/largest_call'
