import type { CollectionSettings } from '@colophon/domain'
import { spaced } from './words.ts'

/** A share as people say it: `none`, `12.5 %`, `all`. */
export function shareInWords(share: number): string {
  if (share === 0) return 'none'
  if (share === 1) return 'all'
  return `${percentOf(share)} %`
}

/** `0.125` as it stands in an input: `12.5`. */
export const percentOf = (share: number): string => String(Math.round(share * 10_000) / 100)

/** What was typed as a share; null where it is none of those that are allowed. */
export function shareOf(typed: string, most: number): number | null {
  const percent = Number(typed.trim().replace(',', '.').replace(/\s*%$/, ''))
  if (typed.trim() === '' || !Number.isFinite(percent)) return null
  const share = Math.round(percent * 100) / 10_000
  return share >= 0 && share <= most ? share : null
}

/** What may see the texts; nothing said is anything that is configured. */
export function reachInWords(reach: CollectionSettings['reach']): string {
  switch (reach) {
    case 'rules':
      return 'rules only'
    case 'local':
      return 'rules and local models'
    case 'cloud':
      return 'any model'
    default:
      return 'as each job says'
  }
}

/** Fields by the last words of their paths, each with its share. */
export function toleratedInWords(tolerated: CollectionSettings['tolerated_error']): string {
  const shares = Object.entries(tolerated ?? {})
  if (shares.length === 0) return 'as its kind of record says'
  return shares
    .map(([path, share]) => `${spaced(path.split('.').slice(-2).join(' '))} ${shareInWords(share)}`)
    .sort()
    .join(', ')
}

export type SettingName = keyof CollectionSettings

/** The settings in the order in which they are read. */
export const SETTINGS: readonly (readonly [SettingName, string])[] = [
  ['second_review', 'Second look'],
  ['own_corrections', 'Own corrections'],
  ['audit_sample', 'Sample of what nobody looked at'],
  ['seeded', 'Known answers'],
  ['tolerated_error', 'Tolerated errors'],
  ['reach', 'What may see the texts'],
]

export function settingInWords(settings: CollectionSettings, name: SettingName): string {
  switch (name) {
    case 'own_corrections':
      return settings.own_corrections === 'allowed' ? 'approved alone' : 'need a second person'
    case 'audit_sample':
      return settings.audit_sample === null
        ? 'as its kind of record says'
        : shareInWords(settings.audit_sample)
    case 'tolerated_error':
      return toleratedInWords(settings.tolerated_error)
    case 'reach':
      return reachInWords(settings.reach)
    default:
      return shareInWords(settings[name])
  }
}

export interface SettingDifference {
  name: SettingName
  label: string
  from: string
  to: string
}

/** In what two settings differ, in words. Before anybody set anything, every setting has what it has by default. */
export function settingDifferences(
  from: CollectionSettings | null,
  to: CollectionSettings,
): SettingDifference[] {
  const before = from ?? UNSET
  return SETTINGS.map(([name, label]) => ({
    ...{ name, label },
    from: settingInWords(before, name),
    to: settingInWords(to, name),
  })).filter((difference) => difference.from !== difference.to)
}

const UNSET: CollectionSettings = {
  second_review: 0,
  own_corrections: 'allowed',
  audit_sample: null,
  seeded: 0,
}
