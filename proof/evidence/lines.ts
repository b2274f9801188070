import { existsSync, readFileSync } from 'node:fs'

/** The records of a file of JSON lines. */
export const readLines = <T>(file: string): T[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]))
    : []
