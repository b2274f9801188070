export const MIB = 1024 * 1024

/** The largest text of one document, in bytes of UTF-8, where no setting says otherwise. */
export const LARGEST_TEXT_BYTES = 5 * MIB
