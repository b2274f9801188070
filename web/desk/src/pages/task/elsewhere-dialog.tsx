import type { PropagateAnswer } from '@colophon/domain'
import { Dialog } from '@colophon/web-shared'
import { propagate } from '../../api/bulk.ts'
import { counted, shortened, valueInWords } from '../../behaviour/words.ts'
import { ManyForm } from '../../parts/many/form.tsx'

export interface ElsewhereDialogProps {
  documentId: string
  path: string
  label: string
  onClose: () => void
}

const LONGEST = 60
const inWords = (value: unknown): string => shortened(valueInWords(value), LONGEST)

const done = ({ done, skipped }: PropagateAnswer, label: string): string => {
  const left = skipped.length === 0 ? '' : `, ${skipped.length} left as they were`
  return `${label} corrected in ${counted(done, 'other document')}${left}`
}

/** The same correction in the other records where the same value stands by the same words. */
export function ElsewhereDialog({ documentId, path, label, onClose }: ElsewhereDialogProps) {
  return (
    <Dialog open onOpenChange={onClose} title={`${label}: the same correction elsewhere`} wide>
      <ManyForm
        send={(ask) => propagate({ document_id: documentId, path }, ask)}
        wordsOf={({ from, to }) => ({ from: inWords(from), to: inWords(to) })}
        verb="Correct them too"
        toldOf={(answer) => done(answer, label)}
        more={(answer) => <Looked {...answer} />}
        choosable
        onClose={onClose}
        onDone={onClose}
      />
    </Dialog>
  )
}

function Looked({ searched, complete }: Pick<PropagateAnswer, 'searched' | 'complete'>) {
  return (
    <p className="hint">
      {complete ? 'All' : 'The first'} {counted(searched, 'document')} were looked at for the same
      value by the same words. What people have decided stays. One undo takes all of it back.
    </p>
  )
}
