/** Endings cut to bring the forms of one word together; longest first. Rough on purpose: stems are never shown. */
const ENDINGS: Record<string, RegExp> = {
  en: /(?:'s|ings?|ations?|edly|ed|ies|es|s|y|ly|e)$/,
  de: /(?:ungen|innen|heiten|keiten|erinnen|ern|ens|en|em|er|es|e|n|s)$/,
  fr: /(?:issements?|ements?|euses?|eurs?|aient|antes?|ants?|ées?|és|er|ez|es|ent|aux|al|e|s|x)$/,
}

const MIN_STEM = 4

export function stem(lower: string, language: string): string {
  const ending = ENDINGS[language]
  if (!ending) return lower
  const cut = lower.replace(ending, '')
  return cut.length >= MIN_STEM ? cut : lower.replace(/s$/, '')
}
