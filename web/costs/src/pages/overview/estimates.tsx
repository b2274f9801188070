import type { Estimates } from '@colophon/domain'
import { useEstimates } from '../../api/costs.ts'
import { errorInWords } from '../../behaviour/money.ts'
import { Money } from '../../parts/money.tsx'

/** What jobs were said to cost, and what they did. Nothing where nobody was told. */
export function PastEstimates() {
  const { data } = useEstimates()
  if (data === undefined || data.jobs.length === 0) return null
  return (
    <section aria-label="Estimates">
      <h2>Estimates</h2>
      <p className="hint">{summary(data)}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label="Estimates and costs by job">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col">Documents</th>
              <th scope="col">Estimated</th>
              <th scope="col">Range</th>
              <th scope="col">Cost</th>
              <th scope="col">Off by</th>
            </tr>
          </thead>
          <tbody>
            {data.jobs.map((job) => (
              <tr key={job.job_id}>
                <td>{job.job_id}</td>
                <td className="number">{job.documents.toLocaleString('en')}</td>
                <td className="number">
                  <Money usd={job.likely_usd} />
                </td>
                <td className="number">
                  <Money usd={job.low_usd} /> to <Money usd={job.high_usd} />
                </td>
                <td className="number">
                  <Money usd={job.cost_usd} />
                </td>
                <td className="number">{errorInWords(job.error_ratio)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function summary({ jobs, within_ratio }: Estimates): string {
  const within = Math.round((within_ratio ?? 0) * jobs.length)
  return `Made when the jobs were submitted. ${within} of the last ${jobs.length} cost what the range said; four of five should.`
}
