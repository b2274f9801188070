import { pageKeys } from '@colophon/web-shared'
import { ACTIONS, WHILE_TYPING, type Action } from '../behaviour/keys.ts'

/** The keys of the desk. */
export const keys = pageKeys<Action>(ACTIONS, WHILE_TYPING)
export const keyMap = keys.map
export const useKeys = keys.useKeys
