import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client.ts'
import { Desk } from './desk.tsx'
import { applyTheme, keptTheme } from './parts/theme.ts'
import { ignoreHeldEnter } from './parts/use-keys.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/sheet.css'
import './styles/queue.css'
import './styles/task.css'
import './styles/comments.css'

applyTheme(keptTheme())
window.addEventListener('keydown', ignoreHeldEnter, { capture: true })

const MOST_RETRIES = 4

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; a server that is away is asked again.
      retry: (failures, error) => !(error instanceof ApiError) && failures < MOST_RETRIES,
      // Also without a network: the server may be on this machine.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

const place = document.getElementById('desk')
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Desk />
      </QueryClientProvider>
    </StrictMode>,
  )
}
