export { lettersProfile } from './letters/profile.ts'
