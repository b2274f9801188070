import { useState, type SubmitEvent } from 'react'
import type { CollectionSettings, CollectionView, Me } from '@colophon/domain'
import { ConflictChoice, isCode, useNotices } from '@colophon/web-shared'
import { useCollection, useSaveSettings } from '../../api/collections.ts'
import { percentOf, settingDifferences, shareOf } from '../../behaviour/settings.ts'
import { Differences } from './differences.tsx'
import { ReachChoice } from './reach.tsx'
import { Share } from './share.tsx'

const MOST_SEEDED = 0.2

/** As it is typed: shares in percent. */
interface Typed {
  second: string
  own: CollectionSettings['own_corrections']
  /** Null: as the kind of record says. */
  sample: string | null
  seeded: string
  tolerated: CollectionSettings['tolerated_error']
  reach: CollectionSettings['reach']
}

const typedOf = (settings: CollectionSettings): Typed => ({
  second: percentOf(settings.second_review),
  own: settings.own_corrections,
  sample: settings.audit_sample === null ? null : percentOf(settings.audit_sample),
  seeded: percentOf(settings.seeded),
  tolerated: settings.tolerated_error,
  reach: settings.reach,
})

/** Null while something that was typed is no share. */
function settingsOf({
  second,
  own,
  sample,
  seeded,
  tolerated,
  reach,
}: Typed): CollectionSettings | null {
  const secondReview = shareOf(second, 1)
  const auditSample = sample === null ? null : shareOf(sample, 1)
  const known = shareOf(seeded, MOST_SEEDED)
  const isWrong = secondReview === null || known === null
  if (isWrong || (sample !== null && auditSample === null)) return null
  return {
    second_review: secondReview,
    own_corrections: own,
    audit_sample: auditSample,
    seeded: known,
    ...(tolerated !== undefined && { tolerated_error: tolerated }),
    ...(reach !== undefined && { reach }),
  }
}

/** What is settled for a collection. Leads and operators change it; the others read it. */
export function SettingsForm({ collection, me }: { collection: CollectionView; me: Me }) {
  const form = useSettingsForm(collection)
  const { typed, set, conflict } = form
  const may = me.roles.some((role) => role === 'lead' || role === 'operator')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    form.save()
  }
  return (
    <form className="settings" onSubmit={submit}>
      <h2>What is settled</h2>
      {may ? null : <p className="hint">Leads and operators can change what is settled here.</p>}
      <fieldset disabled={!may}>
        <legend className="hidden">Settings of the collection</legend>
        <Share
          title="A second look"
          about="This share of the documents that somebody approved goes to another person, who looks at them once more."
          typed={typed.second}
          onTyped={(second) => {
            set({ second })
          }}
        />
        <OwnCorrections
          own={typed.own}
          onOwn={(own) => {
            set({ own })
          }}
        />
        <Sample
          sample={typed.sample}
          onSample={(sample) => {
            set({ sample })
          }}
        />
        <Share
          title="Known answers"
          about="Among what is handed out, this share are documents that were approved before, with one value altered by the machine: whether reviewers find it tells how well they look. No altered value reaches a record."
          most={MOST_SEEDED}
          typed={typed.seeded}
          onTyped={(seeded) => {
            set({ seeded })
          }}
        />
        <ReachChoice
          reach={typed.reach}
          onReach={(reach) => {
            set({ reach })
          }}
        />
      </fieldset>
      {conflict === undefined ? null : <Conflict form={form} theirs={conflict} />}
      {may ? <Actions form={form} /> : null}
    </form>
  )
}

type Form = ReturnType<typeof useSettingsForm>

function Actions({ form: { settings, changed, saving, reset } }: { form: Form }) {
  return (
    <div className="actions">
      <button type="button" disabled={!changed || saving} onClick={reset}>
        Put back
      </button>
      <button className="main" disabled={!changed || settings === null || saving}>
        {saving ? 'Saving …' : 'Save the settings'}
      </button>
    </div>
  )
}

/** What is typed, over the settings it began from; those of somebody else who was faster stand beside it. */
function useSettingsForm(collection: CollectionView) {
  const { tell } = useNotices()
  const id = collection.collection_id
  const read = useCollection(id)
  const save = useSaveSettings(id)
  const [base, setBase] = useState(collection)
  const [typed, setTyped] = useState(() => typedOf(collection.settings))
  const [conflict, setConflict] = useState<CollectionView>()
  const settings = settingsOf(typed)
  const begin = (view: CollectionView): void => {
    setBase(view)
    setTyped(typedOf(view.settings))
    setConflict(undefined)
  }
  const send = async (revision: number): Promise<void> => {
    if (settings === null) return
    try {
      begin(await save.mutateAsync({ settings, revision }))
      tell({ text: `Settings of ${id} saved` })
    } catch (thrown) {
      if (!isCode(thrown, 'collection.changed')) {
        tell({ text: (thrown as Error).message, broken: true })
        return
      }
      setConflict((await read.refetch()).data)
    }
  }
  return {
    ...{ typed, settings, conflict, begin },
    saving: save.isPending,
    changed: settings === null || settingDifferences(base.settings, settings).length > 0,
    set: (part: Partial<Typed>) => {
      setTyped({ ...typed, ...part })
    },
    reset: () => {
      begin(conflict ?? base)
    },
    save: () => void send(base.revision),
    saveOver: (revision: number) => void send(revision),
  }
}

/** Somebody was faster: both sides, and which of them is to count. */
function Conflict({ form, theirs }: { form: Form; theirs: CollectionView }) {
  const { settings } = form
  const who = theirs.changes.at(-1)?.actor.replace(/^human:/, '') ?? 'Somebody'
  return (
    <div className="banner conflict" role="alert">
      <p>{who} has changed these settings while you did. From theirs to yours would be:</p>
      {settings === null ? null : (
        <Differences of={settingDifferences(theirs.settings, settings)} />
      )}
      <ConflictChoice
        onTheirs={() => {
          form.begin(theirs)
        }}
        onMine={() => {
          form.saveOver(theirs.revision)
        }}
      />
    </div>
  )
}

interface OwnCorrectionsProps {
  own: Typed['own']
  onOwn: (own: Typed['own']) => void
}

function OwnCorrections({ own, onOwn }: OwnCorrectionsProps) {
  const choices = [
    ['allowed', 'Whoever corrected a document may also approve it alone'],
    ['second_review', 'What somebody corrected, another person approves'],
  ] as const
  return (
    <div className="setting" role="radiogroup" aria-labelledby="own-corrections">
      <h3 id="own-corrections">Own corrections</h3>
      {choices.map(([value, words]) => (
        <label key={value}>
          <input
            type="radio"
            name="own"
            checked={own === value}
            onChange={() => {
              onOwn(value)
            }}
          />{' '}
          {words}
        </label>
      ))}
    </div>
  )
}

interface SampleProps {
  sample: string | null
  onSample: (sample: string | null) => void
}

function Sample({ sample, onSample }: SampleProps) {
  return (
    <Share
      title="A sample of what nobody looked at"
      about="Of the documents that are complete and sure enough to be taken over without a person, this share goes to one all the same."
      typed={sample}
      onTyped={onSample}
      otherwise={{
        words: 'As much as their kind of record says',
        onOtherwise: (is) => {
          onSample(is ? null : '0')
        },
      }}
    />
  )
}
