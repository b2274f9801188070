/**
 * What a counter has grown by within the window. A series that is new counts whole: `increase` needs two samples and so
 * never sees the first event, which for rare ones is the one that matters.
 */
export const grown = (selector: string, window: string): string =>
  `(${selector} unless ${selector} offset ${window} or increase(${selector}[${window}]))`

/** The same, added up, and 0 where nothing was ever counted. */
export const grownOrZero = (selector: string, window: string): string =>
  `(sum${grown(selector, window)} or vector(0))`

/** Added up over what is not in `labels`. */
export const sumBy = (labels: string, expression: string): string =>
  `sum by (${labels}) ${expression.startsWith('(') ? expression : `(${expression})`}`

/**
 * Prometheus 3 writes the bound of a bucket as a float where 2 keeps what the process wrote: both are meant. In a
 * string of PromQL a backslash is doubled.
 */
export const bound = (le: number): string =>
  Number.isInteger(le) ? `le=~"${le}(\\\\.0)?"` : `le="${le}"`

/** A share of which the whole may have no events: then there is no share either. */
export const share = (part: string, whole: string): string => `${part} / (${whole} > 0)`
