import type { Random } from '../../proof/random.ts'

const NOISE = [
  '-',
  '.',
  '!',
  '_',
  '=',
  '|',
  '~',
  '*',
  '(',
  '[',
  '"',
  '„',
  ' ',
  '\t',
  '\f',
  'İ',
  '\u0301',
  'Ab ',
  '1.',
  'Dr. ',
]
const BROKEN = [
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0],
  [0x1b],
  [0x7f],
  [0xef, 0xbb, 0xbf],
]

const whole = (random: Random, least: number, most: number): number =>
  Math.floor(random.between(least, most))

function splice(bytes: Buffer, at: number, removed: number, added: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)])
}

type Mutation<T> = (value: T, random: Random) => T

const noiseOf = (random: Random): Buffer =>
  Buffer.from(random.pick(NOISE).repeat(whole(random, 1, random.pick([4, 80, 3_000]))))

/** Accidents of files: bits flip, disks fill up, tools pad, join, and write other encodings. */
const OF_BYTES: readonly Mutation<Buffer>[] = [
  (bytes, random) => {
    const changed = Buffer.from(bytes)
    for (let flips = whole(random, 1, 6); flips > 0; flips--) {
      const at = whole(random, 0, changed.length)
      changed[at] = (changed[at] ?? 0) ^ (1 << whole(random, 0, 8))
    }
    return changed
  },
  (bytes, random) => bytes.subarray(0, whole(random, 0, bytes.length)),
  (bytes, random) =>
    splice(bytes, whole(random, 0, bytes.length), whole(random, 1, 400), Buffer.of()),
  (bytes, random) => splice(bytes, whole(random, 0, bytes.length), 0, noiseOf(random)),
  (bytes, random) =>
    splice(bytes, whole(random, 0, bytes.length), 0, Buffer.from(random.pick(BROKEN))),
  (bytes, random) =>
    splice(
      bytes,
      whole(random, 0, bytes.length),
      0,
      bytes.subarray(0, whole(random, 0, bytes.length)),
    ),
  (bytes) => Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes]),
  (bytes) => Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(bytes.toString('utf8'), 'utf16le')]),
  (bytes, random) =>
    Buffer.from(
      bytes
        .toString('utf8')
        .replaceAll('\n', random.pick(['\r\n', '\r', ' ', '\n\n', '\f', '\u2028'])),
    ),
  (bytes, random) =>
    Buffer.from(
      bytes
        .toString('utf8')
        .replaceAll(' ', random.pick(['', '\u00a0', '  ', '-', '\t', '\u200b'])),
    ),
  (bytes) => Buffer.from(bytes.toString('utf8').toUpperCase()),
  (bytes, random) =>
    Buffer.from(
      bytes
        .toString('utf8')
        .replaceAll(random.pick(['e', 'n', 'i', '.']), random.pick(['İ', 'ſ', '', '\u0301'])),
    ),
]

export type Line = Record<string, unknown>

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}

const ODD: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 1e300,
  () => '',
  () => [],
  () => ({}),
  () => '\u0000',
  () => '\ud800',
  () => '../../etc',
  (random) => 'x'.repeat(whole(random, 100, 9_000)),
  (random) => nested(whole(random, 10, 3_000)),
  () => JSON.stringify(JSON.stringify({ text: 'a letter in a letter' })),
  (random) => noiseOf(random).toString('utf8'),
]
const FIELDS = [
  'id',
  'text',
  'pages',
  'language',
  'collection_id',
  'source',
  'ocr_confidence',
  'file',
  'metadata',
  '__proto__',
  'constructor',
]

/** Mistakes of senders in a document. */
const OF_LINES: readonly Mutation<Line>[] = [
  (line, random) => ({ ...line, [random.pick(FIELDS)]: random.pick(ODD)(random) }),
  (line, random) => ({
    ...line,
    [random.pick(FIELDS)]: random.pick(ODD)(random),
    [random.pick(FIELDS)]: random.pick(ODD)(random),
  }),
  (line, random) =>
    Object.fromEntries(Object.entries(line).filter(([name]) => name !== random.pick(FIELDS))),
  ({ text, ...line }, random) => ({
    ...line,
    pages: [text, random.pick(ODD)(random), { text, number: random.pick([1, 0, 2, '3']) }],
  }),
  (line, random) => ({
    ...line,
    text: `${noiseOf(random).toString('utf8')}${String(line['text'])}`,
  }),
  (line, random) => ({
    ...line,
    text: `${String(line['text'])}\n${noiseOf(random).toString('utf8')}\n${String(line['text'])}`,
  }),
  (line, random) => ({
    ...line,
    source: {
      [random.pick(['digital_repository', 'access_level', 'x'])]: random.pick(ODD)(random),
    },
  }),
  (line) => ({ ...line }),
]

/** Accidents of a line on its way. None of these adds or takes a line. */
const OF_WRITTEN_LINES: readonly Mutation<string>[] = [
  (line) => line,
  (line, random) => line.slice(0, whole(random, 1, line.length)),
  (line) => `[${line}]`,
  (line) => `${line}${line}`,
  (line) => `\ufeff${line}`,
  (line) => `${line},`,
  (line) => `  ${line}\t\r`,
  (line) => JSON.stringify(line),
  (line) => line.replaceAll('"', "'"),
  (line, random) => `${'['.repeat(whole(random, 10, 5_000))}${line}`,
]

export const mutatedBytes = (bytes: Buffer, random: Random): Buffer =>
  random.pick(OF_BYTES)(random.next() < 0.3 ? random.pick(OF_BYTES)(bytes, random) : bytes, random)

export function mutatedLine(line: Line, random: Random): Buffer {
  const written = JSON.stringify(random.pick(OF_LINES)(line, random))
  const sent = Buffer.from(
    random.pick(random.next() < 0.6 ? OF_WRITTEN_LINES.slice(0, 1) : OF_WRITTEN_LINES)(
      written,
      random,
    ),
  )
  if (random.next() < 0.95) return sent
  return splice(
    sent,
    whole(random, 0, sent.length),
    0,
    Buffer.from(random.pick(BROKEN.slice(0, 4))),
  )
}
