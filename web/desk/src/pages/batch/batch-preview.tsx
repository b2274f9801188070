import type { BulkAnswer } from '@colophon/domain'
import { sampleInWords } from '../../behaviour/batch.ts'
import { counted } from '../../behaviour/words.ts'

/** How many it concerns, some of them as they would be, and which are left as they are. */
export function BatchPreview({ answer, path }: { answer: BulkAnswer; path: string }) {
  const { count, sample, skipped } = answer
  return (
    <>
      <p>
        It changes {counted(count, 'document')}
        {sample.length < count ? `, ${sample.length} of them are shown` : ''}. One undo takes all of
        it back.
      </p>
      {sample.length === 0 ? null : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Document</th>
              <th scope="col">Is</th>
              <th scope="col">Becomes</th>
            </tr>
          </thead>
          <tbody>
            {sample.map((one) => {
              const { from, to } = sampleInWords(one, path)
              return (
                <tr key={one.document_id}>
                  <th scope="row" dir="auto">
                    {one.title}
                  </th>
                  <td dir="auto">{from}</td>
                  <td dir="auto">{from === to ? 'the same, decided' : to}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {skipped.length === 0 ? null : (
        <details open={count === 0}>
          <summary>
            {counted(skipped.length, 'document stays', 'documents stay')} as they are
          </summary>
          <ul>
            {skipped.map(({ document_id: id, detail }) => (
              <li key={id}>
                {id}: {detail}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
