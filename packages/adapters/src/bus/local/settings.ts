import { ColophonError } from '@colophon/domain'

const DEFAULT_MESSAGE_TIMEOUT_MS = 60_000

/** How long a message may be without an answer, in milliseconds. */
export function readLocalUrl(url: string): number {
  const option = new URL(url).searchParams.get('message_timeout_ms')
  const messageTimeoutMs = option === null ? DEFAULT_MESSAGE_TIMEOUT_MS : Number(option)
  if (!Number.isInteger(messageTimeoutMs) || messageTimeoutMs < 1) {
    throw new ColophonError('config.invalid', 'BUS_URL: message_timeout_ms is no whole number')
  }
  return messageTimeoutMs
}
