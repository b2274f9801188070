import { useEffect, useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'
const KEPT = 'colophon.theme'

const isTheme = (kept: string | null): kept is Theme => kept === 'light' || kept === 'dark'

export const keptTheme = (): Theme => {
  const kept = localStorage.getItem(KEPT)
  return isTheme(kept) ? kept : 'system'
}

/** Which colours the page has: those of the system, unless somebody chose. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

const ORDER: readonly Theme[] = ['system', 'light', 'dark']
export const nextTheme = (theme: Theme): Theme =>
  ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'system'

export const themeInWords = (theme: Theme): string =>
  theme === 'system'
    ? 'Colours of the system'
    : theme === 'light'
      ? 'Light colours'
      : 'Dark colours'

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(keptTheme)
  useEffect(() => {
    applyTheme(theme)
    localStorage.setItem(KEPT, theme)
  }, [theme])
  return [theme, setTheme]
}
