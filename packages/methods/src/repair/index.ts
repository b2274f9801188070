export { repairText, type RepairedText } from './repair.ts'
