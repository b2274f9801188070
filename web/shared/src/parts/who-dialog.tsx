import { useState, type SubmitEvent } from 'react'
import { useBeginSession } from '../session.ts'
import { Dialog } from './dialog.tsx'

/** Asks once who works: the name stands in the history of everything that is decided. */
export function WhoDialog({ open, onOpenChange, name: known }: WhoDialogProps) {
  const [name, setName] = useState(known === 'local' ? '' : known)
  const begin = useBeginSession()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    begin.mutate(
      { name: name.trim() },
      {
        onSuccess: () => {
          onOpenChange(false)
        },
      },
    )
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Who is working?">
      <form onSubmit={submit}>
        <label>
          Your name, as the history of the documents shows it
          <input
            value={name}
            autoFocus
            autoComplete="name"
            maxLength={100}
            onChange={({ target }) => {
              setName(target.value)
            }}
          />
        </label>
        {begin.error === null ? null : <p className="fault">{begin.error.message}</p>}
        <div className="actions">
          <button
            type="button"
            onClick={() => {
              onOpenChange(false)
            }}
          >
            Work without a name
          </button>
          <button className="main" disabled={name.trim() === '' || begin.isPending}>
            Begin
          </button>
        </div>
      </form>
    </Dialog>
  )
}
interface WhoDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  name: string
}

/** With authentication: a token begins the session. It goes to the server once and is kept by no script. */
export function TokenForm() {
  const [token, setToken] = useState('')
  const begin = useBeginSession()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    begin.mutate({ token: token.trim() })
    setToken('')
  }
  return (
    <main className="entrance">
      <form onSubmit={submit}>
        <h1>Colophon</h1>
        <label>
          Your token
          <input
            type="password"
            value={token}
            autoComplete="off"
            onChange={({ target }) => {
              setToken(target.value)
            }}
          />
        </label>
        {begin.error === null ? (
          <p className="hint">Whoever runs this server gives you one: colophon token.</p>
        ) : (
          <p className="fault" role="alert">
            {begin.error.message} Ask whoever runs this server for another one.
          </p>
        )}
        <button className="main" disabled={token.trim() === '' || begin.isPending}>
          Sign in
        </button>
      </form>
    </main>
  )
}
