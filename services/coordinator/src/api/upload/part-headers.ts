export interface PartHeaders {
  /** Name of the field; undefined when the part does not say one. */
  name: string | undefined
  /** The name as it was sent, folders and all; undefined for a part that is no file. */
  filename: string | undefined
  /** In lower case and without parameters. */
  mediaType: string
}

/** Lines of a header by name; their bytes as Latin-1, as they come from the parser. */
export type RawHeaders = Readonly<Record<string, readonly string[] | undefined>>

const PARAMETER = /;\s*([\w-]{1,32}\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))/g

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8')

// A backslash before anything but a quote is one of a Windows path that was not escaped at all.
const unquote = (quoted: string): string => quoted.replaceAll('\\"', '"')

/** RFC 5987, `UTF-8''a%20b`; undefined when it is none, so that the plain parameter stands. */
function extended(value: string): string | undefined {
  const [, encoded] = /^utf-8'[\w-]*'(.*)$/i.exec(value) ?? []
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}

/** Browsers escape these three, and no others. */
const unescapeName = (name: string): string =>
  name.replaceAll(/%(22|0D|0A)/gi, (_escape, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )

function parametersOf(header: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, key = '', quoted, token = ''] of header.matchAll(PARAMETER)) {
    const name = key.toLowerCase()
    if (!found.has(name)) found.set(name, quoted === undefined ? token : unquote(quoted))
  }
  return found
}

const plain = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : unescapeName(utf8(value))

export function readPartHeaders(headers: RawHeaders): PartHeaders {
  const [disposition = ''] = headers['content-disposition'] ?? []
  const [contentType = ''] = headers['content-type'] ?? []
  const parameters = parametersOf(disposition)
  const isForm = /^\s*form-data\s*(?:;|$)/i.test(disposition)
  return {
    name: isForm ? plain(parameters.get('name')) : undefined,
    filename: extended(parameters.get('filename*') ?? '') ?? plain(parameters.get('filename')),
    mediaType: contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '',
  }
}

/** The boundary between the parts of a body, or undefined when its type does not say. */
export function boundaryOf(contentType: string): string | undefined {
  const boundary = parametersOf(contentType).get('boundary')
  return boundary !== undefined && /^[\x20-\x7e]{1,70}$/.test(boundary) ? boundary : undefined
}
