import type { BulkAnswer } from '@colophon/domain'
import { placeOfDocument } from '../../behaviour/places.ts'
import { counted } from '../../behaviour/words.ts'

export type Sample = BulkAnswer['sample'][number]
export interface SampleWords {
  from: string
  to: string
}

export interface ManyPreviewProps {
  answer: BulkAnswer
  wordsOf: (sample: Sample) => SampleWords
  /** Documents that are left out; undefined where one cannot choose among them. */
  without?: ReadonlySet<string> | undefined
  onWithout: (without: ReadonlySet<string>) => void
}

/** How many it concerns, some of them as they would be, and which are left as they are. */
export function ManyPreview({ answer, ...rest }: ManyPreviewProps) {
  const { count, sample, skipped } = answer
  return (
    <>
      <p>
        {count === 0 ? 'It changes nothing' : `It changes ${counted(count, 'document')}`}
        {sample.length < count ? `, ${sample.length} of them are shown` : ''}.
      </p>
      {sample.length === 0 ? null : <SampleTable sample={sample} {...rest} />}
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

type SampleTableProps = Omit<ManyPreviewProps, 'answer'> & { sample: readonly Sample[] }

function SampleTable({ sample, wordsOf, without, onWithout }: SampleTableProps) {
  const toggle = (id: string): void => {
    const next = new Set(without)
    if (!next.delete(id)) next.add(id)
    onWithout(next)
  }
  return (
    <div className="sample">
      <table className="table">
        <thead>
          <tr>
            {without === undefined ? null : <th scope="col">With</th>}
            {['Document', 'Is', 'Becomes'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.map((one) => {
            const { document_id: id, title } = one
            const { from, to } = wordsOf(one)
            return (
              <tr key={id}>
                {without === undefined ? null : (
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Also ${title}`}
                      checked={!without.has(id)}
                      onChange={() => {
                        toggle(id)
                      }}
                    />
                  </td>
                )}
                <th scope="row" dir="auto">
                  {/* Beside this page: what is chosen here stays. */}
                  <a href={placeOfDocument(id)} target="_blank" title="Look at it in a new tab">
                    {title === '' ? id : title}
                  </a>
                </th>
                <td dir="auto">{from}</td>
                <td dir="auto">{from === to ? 'the same, decided' : to}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
