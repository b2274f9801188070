import type { SubmitAnswer } from '../../../src/api/submit-answer.ts'
import { serveJobs, type Answer } from '../rig.ts'

export const MIB = 1024 * 1024

export type Sent = readonly [name: string, content: string | Uint8Array<ArrayBuffer>]

/** A form as browsers and `fetch` send it. */
export function form(
  files: readonly Sent[],
  fields: Readonly<Record<string, string>> = {},
): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  for (const [name, content] of files) {
    data.append('files', new Blob([content]), name)
  }
  return data
}

export const BOUNDARY = 'a-boundary'
export const FORM = `multipart/form-data; boundary=${BOUNDARY}`

/** A part as it stands in a body. */
export const part = (headers: string, content: string): string =>
  `--${BOUNDARY}\r\n${headers}\r\n\r\n${content}\r\n`
export const file = (name: string, content: string): string =>
  part(`Content-Disposition: form-data; name="files"; filename="${name}"`, content)
export const field = (name: string, content: string): string =>
  part(`Content-Disposition: form-data; name="${name}"`, content)
export const END = `--${BOUNDARY}--\r\n`

export const codesOf = ({ errors }: SubmitAnswer) =>
  errors.map((error) => ['file' in error && error.file, error.code])

/** A job API that forms are sent to, as `FormData` or as the text of a body. */
export async function serveUploads(...args: Parameters<typeof serveJobs>) {
  const rig = await serveJobs(...args)
  const send = <T = SubmitAnswer>(
    body: FormData | string,
    path = '/api/jobs',
  ): Promise<Answer<T>> =>
    rig.call<T>(path, {
      method: 'POST',
      body,
      ...(typeof body === 'string' ? { headers: { 'content-type': FORM } } : {}),
    })
  const documents = async () =>
    (await rig.store.documents.list('default', {}, { limit: 500 })).items
  return { ...rig, send, documents }
}
