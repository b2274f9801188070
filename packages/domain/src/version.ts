import pkg from '../package.json' with { type: 'json' }

/** Of Colophon: all packages have the same. */
export const VERSION = pkg.version
