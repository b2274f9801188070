export type { BodyKind, PlaceKind } from './kinds.ts'
export {
  isCommonWord,
  isGivenName,
  isKinWord,
  isKnownSurname,
  isListedNoun,
  isNameSuffix,
  isNeverName,
  isParticle,
  isRank,
  isShortGivenName,
  isTitle,
  isUncertainGivenName,
  isUncertainPlace,
  knownPlace,
  opensLongPlace,
  placeKey,
  titleGender,
  type KnownPlace,
} from './lexicon.ts'
export { bodyHeads, knownBodies } from './lists/bodies.ts'
export {
  englishGivenNames,
  frenchGivenNames,
  germanGivenNames,
  givenNameAbbreviations,
} from './lists/given-names.ts'
export { opensSentence, runsOn, tokenise, type Gap, type Token } from './tokens.ts'
