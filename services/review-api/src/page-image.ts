import { ColophonError, IMAGE_TYPES, type DocumentRecord, type ImageStore } from '@colophon/domain'
import { localPrincipal, operation, Reply } from '@colophon/runtime/http'
import { z } from 'zod'
import { readDocument } from './documents/subject.ts'
import { requireTask } from './require-task.ts'
import type { TaskDeps } from './tasks/subject.ts'

const params = z.object({ id: z.string(), number: z.coerce.number().int().min(1) })

const description = {
  summary: 'The image of a page, as it was submitted',
  params,
  alsoProduces: IMAGE_TYPES,
}

/** The image of a page, out of our own folder. Rejects with `document.no_image`. */
async function imageReply(
  images: ImageStore | null,
  { tenant_id, document_id, source }: DocumentRecord,
  number: number,
): Promise<Reply> {
  const page = source.pages.find((one) => one.number === number)
  const found = page?.image && (await images?.get(tenant_id, page.image))
  if (page?.image === undefined || found == null)
    throw new ColophonError(
      'document.no_image',
      `There is no image of page ${number} of ${document_id}`,
    )
  return new Reply(found.bytes, { contentType: page.image.type, headers: headersOf(found) })
}

/** Of a task's document. */
export const pageImageOperation = (
  { store, work }: Pick<TaskDeps, 'store' | 'work'>,
  images: ImageStore | null,
) =>
  operation({
    ...description,
    errors: { 404: 'review.not_found, document.no_image' },
    async handle({ tenant, params: { id, number } }) {
      const task = await requireTask(store, tenant, id)
      return await imageReply(images, await work.document(task), number)
    },
  })

/** Of a document, whether it has a task or not. */
export const documentImageOperation = (deps: TaskDeps, images: ImageStore | null) =>
  operation({
    ...description,
    errors: { 404: 'document.not_found, document.no_image' },
    async handle({ tenant, params: { id, number }, principal = localPrincipal() }) {
      const { document } = await readDocument(deps, { tenant, id, person: principal.sub })
      return await imageReply(images, document, number)
    },
  })

/** Nothing in it is run, wherever it is opened; and nobody but the browser of who asked keeps it. */
const headersOf = ({ size }: { size: number }): Record<string, string> => ({
  'content-length': String(size),
  'cache-control': 'private, max-age=300',
  'content-security-policy': "default-src 'none'; sandbox",
  'content-disposition': 'inline',
})
