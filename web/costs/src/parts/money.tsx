import { dollars } from '../behaviour/money.ts'

/** An amount: rounded to be read, exact on hover. */
export const Money = ({ usd }: { usd: string }) => (
  <span className="money" title={`$${usd}`}>
    {dollars(usd)}
  </span>
)
