import { useState, type SubmitEvent } from 'react'
import type { BudgetScope, BudgetTerms, SetBudget } from '@colophon/domain'
import { ConflictChoice, Dialog, isCode, useNotices } from '@colophon/web-shared'
import { useBudget, useSaveBudget } from '../../../api/budgets.ts'
import {
  AT_LIMIT_WORDS,
  choicesAtLimit,
  isOfTenant,
  lastActor,
  nameOf,
  SCOPE_WORDS,
  SCOPES,
  termsInWords,
  termsOf,
  typedOf,
  type TypedBudget,
} from '../../../behaviour/budgets.ts'

interface BudgetDialogProps {
  budget: Pick<SetBudget, 'scope' | 'id' | 'terms' | 'revision'>
  tenant: string
  onEnd: () => void
}

/** Sets, changes or lifts a budget. Who was faster is shown beside what is typed. */
export function BudgetDialog({ budget, tenant, onEnd }: BudgetDialogProps) {
  const form = useBudgetForm({ budget, tenant, onEnd })
  const { terms, saving, conflict } = form
  const isNew = budget.terms === null
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    form.save()
  }
  return (
    <Dialog open onOpenChange={onEnd} title={isNew ? 'Set a budget' : `Budget: ${nameOf(budget)}`}>
      <form className="budget-form" onSubmit={submit}>
        {isNew ? <WhatOf form={form} /> : null}
        <Terms form={form} />
        <p className="hint">
          The lower one of this and the limits of the deployment holds. Workers know it within
          seconds.
        </p>
        {conflict === undefined ? null : <Conflict form={form} theirs={conflict} />}
        <div className="actions">
          {isNew ? null : (
            <button type="button" disabled={saving} onClick={form.lift}>
              Lift it
            </button>
          )}
          <button type="button" onClick={onEnd}>
            Leave it
          </button>
          <button className="main" disabled={terms === null || saving}>
            {saving ? 'Saving …' : 'Save the budget'}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

type Form = ReturnType<typeof useBudgetForm>

function useBudgetForm({ budget, tenant, onEnd }: BudgetDialogProps) {
  const { tell } = useNotices()
  const saving = useSaveBudget()
  const [typed, setTyped] = useState(() => typedOf(budget))
  const [base, setBase] = useState(budget.revision)
  const [conflict, setConflict] = useState<SetBudget>()
  const key = { scope: typed.scope, id: isOfTenant(typed.scope) ? tenant : typed.id.trim() }
  const read = useBudget(key)
  const terms = termsOf({ ...typed, id: key.id })
  const send = async (wanted: BudgetTerms | null, revision: number): Promise<void> => {
    try {
      await saving.mutateAsync({ key, terms: wanted, revision })
      tell({ text: wanted === null ? 'Budget lifted' : 'Budget saved' })
      onEnd()
    } catch (thrown) {
      if (isCode(thrown, 'budget.changed')) setConflict((await read.refetch()).data)
      else tell({ text: (thrown as Error).message, broken: true })
    }
  }
  return {
    ...{ typed, terms, conflict },
    saving: saving.isPending,
    set: (part: Partial<TypedBudget>) => {
      setTyped({ ...typed, ...part })
      // What stands there of another one says nothing of this one.
      if (part.scope !== undefined || part.id !== undefined) setConflict(undefined)
    },
    begin: (theirs: SetBudget) => {
      setTyped(typedOf(theirs))
      setBase(theirs.revision)
      setConflict(undefined)
    },
    save: () => void send(terms, base),
    saveOver: (revision: number) => void send(terms, revision),
    lift: () => void send(null, base),
  }
}

/** Somebody was faster: what they made of it, and which of the two is to count. */
const Conflict = ({ form, theirs }: { form: Form; theirs: SetBudget }) => (
  <div className="conflict" role="alert">
    <p>
      {lastActor(theirs)} has changed this budget. It says: {termsInWords(theirs.terms)}. Yours:{' '}
      {termsInWords(form.terms)}.
    </p>
    <ConflictChoice
      onTheirs={() => {
        form.begin(theirs)
      }}
      onMine={() => {
        form.saveOver(theirs.revision)
      }}
      mayMine={form.terms !== null}
    />
  </div>
)

const WhatOf = ({ form: { typed, set } }: { form: Form }) => (
  <>
    <label>
      Of what
      <select
        value={typed.scope}
        onChange={({ target }) => {
          set({ scope: target.value as BudgetScope, atLimit: '' })
        }}
      >
        {SCOPES.map((scope) => (
          <option key={scope} value={scope}>
            {SCOPE_WORDS[scope]}
          </option>
        ))}
      </select>
    </label>
    {isOfTenant(typed.scope) ? null : (
      <label>
        Name of the {typed.scope}
        <input
          value={typed.id}
          maxLength={200}
          onChange={({ target }) => {
            set({ id: target.value })
          }}
        />
      </label>
    )}
  </>
)

const Terms = ({ form: { typed, set } }: { form: Form }) => (
  <>
    <label>
      Most that may be spent, in dollars
      <input
        value={typed.limit}
        inputMode="decimal"
        maxLength={13}
        onChange={({ target }) => {
          set({ limit: target.value })
        }}
      />
    </label>
    <label>
      Documents that there is no money for
      <select
        value={typed.atLimit}
        onChange={({ target }) => {
          set({ atLimit: target.value as TypedBudget['atLimit'] })
        }}
      >
        <option value="">As the settings say</option>
        {choicesAtLimit(typed.scope).map((choice) => (
          <option key={choice} value={choice}>
            {AT_LIMIT_WORDS[choice]}
          </option>
        ))}
      </select>
    </label>
    <label>
      Percent from which on agents that only add are left out (empty: as the settings say)
      <input
        value={typed.cutoff}
        inputMode="numeric"
        maxLength={3}
        onChange={({ target }) => {
          set({ cutoff: target.value })
        }}
      />
    </label>
  </>
)
