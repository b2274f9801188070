import type { SystemStatus } from '@colophon/domain'
import { percent } from '@colophon/web-shared/money'
import { agentInWords, countInWords, modelInWords, secondsInWords } from './words.ts'

interface TablesProps {
  status: SystemStatus
}

/** Who does the work: agents, and the models that they ask. Counts are those of the last hour. */
export function Tables({ status }: TablesProps) {
  return (
    <div className="tables">
      <Agents status={status} />
      <Models status={status} />
    </div>
  )
}

function Agents({ status: { agents, one_process: whole } }: TablesProps) {
  return (
    <section aria-labelledby="agents">
      <h2 id="agents">Agents</h2>
      {agents.length === 0 ? (
        <p className="hint">
          {whole
            ? 'None was asked since the start; they are asked when a document comes.'
            : 'Workers know them: Grafana shows what they do.'}
        </p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col">Now</th>
              <th scope="col" className="number">
                Documents
              </th>
              <th scope="col" className="number">
                Failed
              </th>
              <th scope="col" className="number">
                For one
              </th>
            </tr>
          </thead>
          <tbody>
            {agents.map(({ agent, available, documents, failed, mean_seconds: mean }) => (
              <tr key={agent}>
                <th scope="row">{agent}</th>
                <td className={available === false ? 'fault' : undefined}>
                  {agentInWords({ available })}
                </td>
                <td className="number">{countInWords(documents)}</td>
                <td className={failed > 0 ? 'number needs' : 'number'}>{countInWords(failed)}</td>
                <td className="number">{secondsInWords(mean)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Models({ status: { models, one_process: whole } }: TablesProps) {
  return (
    <section aria-labelledby="models">
      <h2 id="models">Models</h2>
      {models.length === 0 ? (
        <p className="hint">
          {whole
            ? 'None was asked since the start: rules answer, and cost nothing.'
            : 'Agents know them: Grafana shows what they answer and cost.'}
        </p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Now</th>
              <th scope="col" className="number">
                Calls
              </th>
              <th scope="col" className="number">
                Failed
              </th>
              <th scope="col" className="number">
                For one
              </th>
              <th scope="col" className="number">
                Limit left
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={`${model.provider} ${model.model}`}>
                <th scope="row">
                  {model.model} <span className="hint">{model.provider}</span>
                </th>
                <td>{modelInWords(model)}</td>
                <td className="number">{countInWords(model.requests)}</td>
                <td className={model.failed > 0 ? 'number needs' : 'number'}>
                  {countInWords(model.failed)}
                </td>
                <td className="number">{secondsInWords(model.mean_seconds)}</td>
                <td className="number">
                  {model.headroom === null ? '–' : percent(model.headroom)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
