export { createStatus, restingStatus, type StatusOptions, type StatusSource } from './status.ts'
