import { type Failure, type Fields, type Result, readFailure } from '../support/plugin';

/** What the host gets: the result without how long it took, or the error. */
export async function tell(run: Promise<Result>): Promise<Fields> {
  return run.then(toTold, (error: unknown) => toFailed(readFailure(error)));
}

function toTold({ message, data, metadata }: Result): Fields {
  const { operation: _, duration_ms: __, warnings, ...rest } = metadata;
  return { message, data, ...rest, '!': warnings.map(({ parameter, reason }) => `${parameter}: ${reason}`) };
}

export function toFailed({ message, description, data }: Failure): Fields {
  const { code, category, retryable, hint, docs_url: _, ...rest } = data;
  const reason = description.replace(`\n${String(hint)}`, '');
  return { ERROR: `${message}: ${reason}`, as: `${category} ${code}${retryable ? ' retryable' : ''}`, ...rest };
}
