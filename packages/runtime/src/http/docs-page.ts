import type { OpenApiDocument, OpenApiOperation, OpenApiParameter } from './openapi.ts'

/** The API's reference as one page that loads nothing else. */
export function docsPage({ info, paths, components }: OpenApiDocument): string {
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => section(method, path, operation)),
  )
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<details><summary>${asHtml(name)}</summary>${json(schema)}</details>`,
  )
  const title = asHtml(`${info.title} ${info.version}`)
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>${STYLE}</style></head>
<body><main>
<h1>${title}</h1>
<p>Machine-readable: <a href="/openapi.json">/openapi.json</a>. Errors are <code>application/problem+json</code> with a stable <code>code</code>.</p>
${sections.join('\n')}
<section id="schemas"><h2>Schemas</h2>${schemas.join('')}</section>
</main></body></html>
`
}

function section(method: string, path: string, operation: OpenApiOperation): string {
  const { operationId, summary, description, parameters, responses, 'x-roles': roles } = operation
  const codes = Object.entries(responses).map(
    ([status, { description: code }]) => `<li><code>${status}</code> ${asHtml(code)}</li>`,
  )
  return `<section id="${operationId}">
<h2><code>${method.toUpperCase()} ${asHtml(path)}</code></h2>
<p>${asHtml(summary)}${description === undefined ? '' : `. ${asHtml(description)}`}</p>
${roles === undefined ? '' : `<p>Roles: ${roles.map((role) => `<code>${role}</code>`).join(', ')}</p>`}
${parameters.length === 0 ? '' : parameterTable(parameters)}
<ul>${codes.join('')}</ul>
${answer(operation)}</section>`
}

function parameterTable(parameters: readonly OpenApiParameter[]): string {
  const rows = parameters.map(
    ({ name, in: where, required, schema, description = '' }) =>
      `<tr><td><code>${asHtml(name)}</code></td><td>${where}${required ? ', required' : ''}</td>` +
      `<td><code>${asHtml(JSON.stringify(schema))}</code></td><td>${asHtml(description)}</td></tr>`,
  )
  return `<table><tr><th>Parameter</th><th>In</th><th>Schema</th><th></th></tr>${rows.join('')}</table>`
}

function answer({ responses }: OpenApiOperation): string {
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))
  return `<details><summary>Answer</summary>${json(success?.[1].content)}</details>`
}

const json = (value: unknown): string =>
  `<pre>${asHtml(JSON.stringify(value ?? {}, null, 2))}</pre>`

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
/** A text as it stands in a page of HTML: never markup. */
export const asHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (found) => ENTITIES[found] ?? '')

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; margin: 0 }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
section { border-top: 1px solid #ccc; padding: .5rem 0 }
h2 { font-size: 1.1rem }
table { border-collapse: collapse; font-size: .9rem }
td, th { border: 1px solid #ddd; padding: .2rem .5rem; text-align: left; vertical-align: top }
pre { overflow: auto; max-height: 24rem; background: #f6f6f6; padding: .5rem }
ul { padding-left: 1.2rem; font-size: .9rem }
`
