export {
  assertRole,
  bearerAuth,
  principalOf,
  type BearerMiddleware,
  type LocalsResponse,
} from './bearer.ts'
export { AuthError, InsecureSettingError } from './errors.ts'
export type { TokenKeys } from './keys.ts'
export { ROLES, type Principal, type Role } from './principal.ts'
export { assertSecret, type SecretContext } from './secret.ts'
export {
  AUTH_SETTINGS,
  readTokenKeys,
  SERVICE_AUTH_SETTINGS,
  SIGNING_SETTINGS,
} from './settings.ts'
export {
  createServiceTokens,
  createTokenSigner,
  type ServiceTokenOptions,
  type SignerOptions,
  type TokenClaims,
  type TokenSigner,
} from './signer.ts'
export { createTokenVerifier, type TokenVerifier, type VerifierOptions } from './verifier.ts'
