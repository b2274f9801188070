/** A file that is written by `npm run docs` and never by hand. */
export interface GeneratedFile {
  /** Relative to the root of the repository. */
  path: string
  render: () => string | Promise<string>
}
