/** The profiles. Adding one is a folder, and a line here. */
export { letters } from './letters/index.ts'
