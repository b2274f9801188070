import pkg from '../package.json' with { type: 'json' }

/** The version of Colophon: all packages have the same. */
export const VERSION = pkg.version
