import { ERROR_CODES, ERRORS, type ErrorClass } from '@colophon/domain'
import { code, page, table } from './markdown.ts'

const CLASSES: Readonly<Record<ErrorClass, string>> = {
  transient: 'may mend itself; the document comes back on the schedule of the store',
  permanent: 'is the same at every attempt; nothing is tried again',
  budget: 'waits for money: the next period, or a higher limit',
}

export const errorsPage = (): string =>
  page('Errors', '`packages/domain/src/errors/`', [
    'Every failure that leaves the program has one of these codes: in `problem+json` answers of the APIs, in the `error` of a ' +
      'document, in brackets at the end of a line of the command, in the logs. Codes are stable; titles and fixes may be ' +
      'worded better over time. The status is that of an answer over HTTP.',
    table(
      ['class', 'meaning'],
      Object.entries(CLASSES).map(([name, meaning]) => [code(name), meaning]),
    ),
    table(
      ['code', 'class', 'status', 'title', 'what to do'],
      ERROR_CODES.map((name) => {
        const { class: errorClass, status, title, fix } = ERRORS[name]
        return [code(name), errorClass, String(status), title, fix]
      }),
    ),
  ])
