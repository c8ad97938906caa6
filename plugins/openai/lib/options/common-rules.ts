import type { Rule } from '../catalogue/models';

/** Rules of every operation. */
export const commonRules: Rule[] = [
  {
    because: 'remove "stream"; the plugin decides whether to stream',
    if: { required: ['extra_parameters'], properties: { extra_parameters: { type: 'object', required: ['stream'] } } },
    then: { properties: { extra_parameters: { not: {} } } },
  },
];
