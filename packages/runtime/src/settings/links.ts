import type { ProductLink } from '@colophon/domain'
import { z } from 'zod'

const LINK = /^\s*([^=,]{1,40}?)\s*=\s*(https?:\/\/[^\s,]+)\s*$/

/** `Grafana=https://grafana.example,Prometheus=https://…`. Throws a TypeError on anything else. */
export function readLinks(text: string): ProductLink[] {
  if (text.trim() === '') return []
  return text.split(',').map((part) => {
    const [, name, href] = LINK.exec(part) ?? []
    if (name === undefined || href === undefined)
      throw new TypeError(`${part.trim()} is no link such as Grafana=https://grafana.example`)
    return { name, href }
  })
}

const isLinks = (text: string): boolean => {
  try {
    readLinks(text)
    return true
  } catch {
    return false
  }
}

/** Pages of the product know of one another what they are told. */
export const LINK_SETTINGS = {
  MENU_LINKS: z
    .string()
    .refine(isLinks, 'has to be links such as Grafana=https://grafana.example, with commas between')
    .default('')
    .describe(
      'What the menus of the pages lead to, such as `Review desk=https://desk.example,Grafana=https://grafana.example`; the same for the three APIs',
    ),
} as const
