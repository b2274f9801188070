import { z } from 'zod'

/** An archive is a folder: compressed parts, what they are, and sums that any machine can check (`sha256sum -c`). */
export const MANIFEST_FILE = 'manifest.json'
export const SUMS_FILE = 'SHA256SUMS'

export const PartEntry = z.object({
  /** As the store names it. */
  name: z.string(),
  /** In the archive: the same, compressed with gzip. */
  file: z.string().regex(/^[\w.-]+$/),
  bytes: z.int().min(0),
  /** Of the file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type PartEntry = z.infer<typeof PartEntry>

const counts = z.record(z.string(), z.int().min(0))

export const Manifest = z.object({
  colophon_archive: z.literal(1),
  /** Of the product that made it. */
  version: z.string(),
  /** When the copy began: what was acknowledged before is in it. */
  at: z.iso.datetime(),
  store: z.enum(['sqlite', 'mongodb']),
  schema: z.int().min(0),
  counts,
  tenants: counts,
  /** Images of pages, in a part of their own; archives of earlier versions have none. */
  images: z.int().min(0).default(0),
  parts: z.array(PartEntry).min(1),
})
export type Manifest = z.infer<typeof Manifest>

/** `colophon-20261130T030000Z`; names sort as the times do. */
export const archiveName = (at: Date): string =>
  `colophon-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

const NAME = /^colophon-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

/** When an archive of this name was begun; null for what is no name of one. */
export function archiveTime(name: string): Date | null {
  const match = NAME.exec(name)
  if (match === null) return null
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = match
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time.getTime()) ? null : time
}

export const partialName = (name: string): string => `.${name}.${process.pid}.part`
export const isPartial = (name: string): boolean =>
  /^\.colophon-\d{8}T\d{6}Z\.\d+\.part$/.test(name)

export const sumsLine = (file: string, sha256: string): string => `${sha256}  ${file}\n`
