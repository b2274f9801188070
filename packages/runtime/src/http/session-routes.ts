import { ColophonError, Me, SessionBody, type ProductLink } from '@colophon/domain'
import { z } from 'zod'
import type { Principal } from '../auth/index.ts'
import type { AccessOptions } from './access.ts'
import { operation, Reply } from './operation.ts'
import { RequestError } from './problem.ts'
import { endedSession, isFitName, localPrincipal, sessionCookie } from './session.ts'

/** Browsers send it with every change; what they reached over TLS is not sent in the clear afterwards. */
const headers = z.object({
  origin: z.string().optional().describe('The page that asks, as browsers say it'),
})
const isSecure = (origin: string | undefined): boolean => origin?.startsWith('https:') ?? false

/** Who uses a page, and how it gets to be let in: by a cookie that no script can read. */
export function sessionRoutes(
  auth: AccessOptions | undefined,
  products: () => readonly ProductLink[] = () => [],
) {
  const meOf = ({ sub, roles, tenant }: Principal): Me => ({
    ...{ sub, roles: [...roles], tenant },
    local: auth === undefined,
    products: [...products()],
  })

  const me = operation({
    summary: 'Who asks, and what they may do',
    response: Me,
    handle: ({ principal = localPrincipal() }) => meOf(principal),
  })

  const begin = operation({
    summary: 'Begins a session of a page',
    description:
      'Answers with a cookie that lets pages of this server in, and nothing else. With authentication it takes a ' +
      '`token`, without a `name` of the person’s own choice.',
    headers,
    body: SessionBody,
    response: Me,
    errors: { 401: 'auth.required', 403: 'request.invalid' },
    async handle({ body, headers: { origin } }) {
      const secure = isSecure(origin)
      if ('token' in body) {
        if (auth === undefined) throw refused('token', 'is not asked for here: send a `name`')
        const principal = await auth.verifier.verify(body.token)
        const ttlS = Math.max(0, Math.floor(principal.expiresAt - Date.now() / 1_000))
        const cookie = sessionCookie({ token: body.token, ttlS }, { secure })
        return new Reply(meOf(principal), { headers: { 'set-cookie': cookie } })
      }
      if (auth !== undefined) throw new ColophonError('auth.required', 'A token is required')
      if (!isFitName(body.name)) throw refused('name', 'has to be a name, as it is to be shown')
      const cookie = sessionCookie(body, { secure })
      return new Reply(meOf(localPrincipal(body.name)), { headers: { 'set-cookie': cookie } })
    },
  })

  const end = operation({
    summary: 'Ends the session of a page',
    headers,
    response: z.object({ ended: z.literal(true) }),
    handle: ({ headers: { origin } }) =>
      new Reply(
        { ended: true },
        { headers: { 'set-cookie': endedSession({ secure: isSecure(origin) }) } },
      ),
  })

  return { me, begin, end }
}

const refused = (name: string, message: string): RequestError =>
  new RequestError(400, 'The request is not valid.', [{ in: 'body', name, message }])
