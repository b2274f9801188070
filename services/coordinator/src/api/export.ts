import { requireProfile, type Profile, type Store } from '@colophon/domain'
import { ByteOrderMark, operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import {
  OUTPUT_FORMAT_NAMES,
  OUTPUT_FORMATS,
  outputFormat,
  outputRecord,
  OutputRecord,
} from '@colophon/formats/write'
import { requireDocument } from './documents.ts'

const DEFAULT = 'json'
const OTHER_TYPES = OUTPUT_FORMATS.filter(({ name }) => name !== DEFAULT).map(
  ({ mediaType }) => mediaType,
)

export function exportOperation(
  store: Pick<Store, 'documents' | 'desk'>,
  profiles: readonly Profile[],
) {
  return operation({
    summary:
      'One enriched record as a file, as `colophon enrich` writes it, with the comments on it',
    params: z.object({ id: z.string() }),
    query: z.object({
      format: z.enum(OUTPUT_FORMAT_NAMES).default(DEFAULT),
      bom: ByteOrderMark,
    }),
    response: OutputRecord,
    alsoProduces: OTHER_TYPES,
    errors: { 400: 'profile.unknown', 404: 'document.not_found' },
    async handle({ tenant, params, query: { format, bom } }) {
      const document = await requireDocument(store, tenant, params.id)
      const { mediaType, single, writer } = outputFormat(format)
      const output = outputRecord(document, await store.desk.comments(tenant, params.id))
      const asList = (): string => {
        const { columns } = requireProfile(document.profile, profiles)
        const { start, record, end } = writer({ columns, byteOrderMark: bom === 'true' })
        return start + record(output, 0) + end
      }
      return new Reply(single?.(output) ?? asList(), {
        contentType: mediaType,
        headers: { 'content-disposition': attachment(`${params.id}.${format}`) },
      })
    },
  })
}

/** RFC 6266: ids may hold any characters, headers may not; what is left out of the plain name stands in the other. */
const attachment = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeRfc8187(name)}`

const encodeRfc8187 = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
