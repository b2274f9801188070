export const RULES_VERSION = 'unversioned'
