import type { Rule, Schema } from '../../plugins/openai/lib/catalogue/models';
import type { Problem } from '../../plugins/openai/lib/options/option';
import { findProblems } from '../../plugins/openai/lib/options/problems';
import { show } from './lines';

let checks = 0;
/** What is wrong with values, by options that no other check has. */
export const find = (
  options: Record<string, Schema>,
  values: object,
  more: { required?: string[]; rules?: Rule[] } = {}
) => {
  checks += 1;
  return findProblems({ id: `test/${checks}`, required: [], rules: [], ...more, options }, values, options);
};

/** The message, with what is allowed as far as the message does not say it. */
export function tell(problems: Problem[]): string {
  const told = problems.map(({ field, message, allowed }) => {
    const unsaid = allowed?.filter(value => !message.includes(String(value)));
    const more =
      allowed === undefined
        ? ' (nothing stated)'
        : allowed.length === 0
          ? ' (nothing valid)'
          : unsaid?.length
            ? ` (valid: ${show(allowed)})`
            : '';
    return `${message.startsWith(field) ? '' : `${field}: `}${message}${more}`;
  });
  return told.join(' | ') || 'fine';
}
