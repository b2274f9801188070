import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { ConfigError } from '../config.ts'

/** Paths of PEM files; the certificate with its chain. */
export interface TlsFiles {
  certFile: string
  keyFile: string
}

interface TlsMaterial {
  cert: Buffer
  key: Buffer
  minVersion: 'TLSv1.2'
}

function read(setting: string, file: string, problems: string[]): Buffer {
  try {
    return readFileSync(file)
  } catch (thrown) {
    const { code = 'unknown error' } = thrown as NodeJS.ErrnoException
    problems.push(`${setting} cannot be read: ${file}: ${code}`)
    return Buffer.alloc(0)
  }
}

/** Throws one `ConfigError` that names the setting at fault; what OpenSSL says of it helps nobody. */
export function readTls({ certFile, keyFile }: TlsFiles): TlsMaterial {
  const problems: string[] = []
  const cert = read('TLS_CERT_FILE', certFile, problems)
  const key = read('TLS_KEY_FILE', keyFile, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  if (!isCertificate(cert)) {
    throw new ConfigError([`TLS_CERT_FILE holds no certificate in PEM form: ${certFile}`])
  }
  try {
    createSecureContext({ cert, key })
  } catch {
    throw new ConfigError([`TLS_KEY_FILE is not the key of TLS_CERT_FILE in PEM form: ${keyFile}`])
  }
  return { cert, key, minVersion: 'TLSv1.2' }
}

function isCertificate(pem: Buffer): boolean {
  try {
    new X509Certificate(pem)
    return true
  } catch {
    return false
  }
}
