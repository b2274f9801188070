import { z } from 'zod'

export const Priority = z.enum(['high', 'normal', 'low'])
export type Priority = z.infer<typeof Priority>
export const PRIORITIES = Priority.options
