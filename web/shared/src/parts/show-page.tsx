import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from '../client.ts'
import { ignoreHeldEnter } from './page-keys.ts'
import { applyTheme, keptTheme } from './theme.ts'

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

/** Shows a product's pages at their place in `index.html`: `<div id="page">`. */
export function showPage(page: ReactNode): void {
  applyTheme(keptTheme())
  window.addEventListener('keydown', ignoreHeldEnter, { capture: true })
  const place = document.getElementById('page')
  if (place === null) return
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>{page}</QueryClientProvider>
    </StrictMode>,
  )
}
