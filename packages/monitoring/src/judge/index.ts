export { CONDITIONS, judgedBy, LOOKED_AT, type JudgedName } from './conditions.ts'
export { grown, shown, summed, total, valueOf } from './history.ts'
export type { Found, History, Sample } from './history.ts'
export { filledIn, judge, type JudgeOptions, type Standing } from './judge.ts'
