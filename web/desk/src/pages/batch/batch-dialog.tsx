import { useState } from 'react'
import type { FieldDecision, FieldForm, ProfileForm } from '@colophon/domain'
import { Dialog } from '@colophon/web-shared'
import { bulk, type Selection } from '../../api/bulk.ts'
import {
  batchDecision,
  batchDone,
  batchVerb,
  sampleInWords,
  type BatchAction,
} from '../../behaviour/batch.ts'
import { filterInWords } from '../../behaviour/bulk.ts'
import { ManyForm } from '../../parts/many/form.tsx'
import { CorrectionForm } from './correction-form.tsx'

export interface BatchDialogProps {
  action: BatchAction
  select: Selection
  profile: ProfileForm
  field: FieldForm
  onClose: () => void
  onDone: () => void
}

/** What is done to all of them, and for a correction what the value is. */
export function BatchDialog(props: BatchDialogProps) {
  const { action, select, profile, field, onClose, onDone } = props
  const { path, label } = field
  const plain = action === 'correct' ? null : batchDecision(action, path, NOTHING)
  const [decision, setDecision] = useState<FieldDecision | null>(plain)
  return (
    <Dialog open onOpenChange={onClose} title={`${label}: ${batchVerb(action).toLowerCase()}`} wide>
      {'filter' in select ? <p className="hint">{filterInWords(select.filter)}</p> : null}
      {decision === null ? (
        <CorrectionForm {...{ profile, field, onClose }} onGiven={setDecision} />
      ) : (
        <ManyForm
          send={({ dryRun }) => bulk(select, { kind: 'fields', decisions: [decision] }, dryRun)}
          wordsOf={(sample) => sampleInWords(sample, path)}
          verb="Decide so"
          toldOf={(answer) => batchDone(answer, label)}
          more={() => <Caution select={select} />}
          {...{ onClose, onDone }}
        />
      )}
    </Dialog>
  )
}

/** Others go on working while one looks at this. */
function Caution({ select }: { select: Selection }) {
  const fits = 'filter' in select ? ' What fits when you press the button is what is meant.' : ''
  return <p className="hint">One undo takes all of it back.{fits}</p>
}

const NOTHING = { value: undefined, external: '' }
