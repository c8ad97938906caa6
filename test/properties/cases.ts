import fc from 'fast-check';
import type { Option } from '../../plugins/openai/lib/options/option';
import { allOperations } from '../../plugins/openai/lib/registry';
import { allOptions } from '../../plugins/openai/lib/run/check-options';
import { everyAction } from '../support/every-action';
import type { Fields } from '../support/plugin';
import type { Case } from './judge';
import { anyValue, secrets, valueFor } from './values';

/** They pass on what nobody can check: requests of the builder's own, parameters beside the options, other models. */
const FREE = [
  ...['tool_choice', 'include', 'service_tier', 'tools'],
  'extra_parameters',
  'model_id',
  'model',
  'requests',
];
/** These change how long a query may take. */
const TIMES = ['query_timeout', 'wait_seconds', 'dry_run', 'save_to', 'base_url'];

const optionsOf = (id: string): [string, Option][] => {
  const operation = allOperations().get(id);
  return operation ? Object.entries(allOptions(operation)).filter(([name]) => !TIMES.includes(name)) : [];
};

/** Some options of an action, each with a value. */
function change(
  id: string,
  makeValue: (option: Option) => fc.Arbitrary<unknown>,
  names: string[]
): fc.Arbitrary<Fields> {
  const options = optionsOf(id).filter(([name]) => names.includes(name));
  const entry = fc
    .constantFrom(...options)
    .chain(([name, option]) => makeValue(option).map(value => [name, value] as const));
  return fc.array(entry, { minLength: 1, maxLength: 4 }).map(entries => Object.fromEntries(entries));
}

/** Every second query is answered with an error that quotes what came, the others with some JSON. */
const anyAnswer = fc.option(fc.json({ maxDepth: 3 }), { nil: undefined });

/** The sample of an action, changed. It waits for nothing. */
const sampleOf = (id: string, sample: Fields): Fields => ({
  ...sample,
  query_timeout: 20_000,
  ...(id === 'deep_research.wait' && { dry_run: true }),
});

const headers = [['x-key', secrets.header]];

/** Queries of any action whose options may hold anything, and connections whose fields may. */
export function anyCase(baseUrl: string): fc.Arbitrary<Case> {
  const source = { apiKey: secrets.key, baseUrl, headers, maxRetries: 0 };
  const fields = ['headers', 'organizationId', 'projectId', 'authHeader', 'timeoutSeconds', 'prices', 'maxCostUsd'];
  const anySource = fc
    .tuple(fc.constantFrom(...fields), anyValue)
    .map(([name, value]) => ({ ...source, [name]: value }));
  const query = fc.constantFrom(...everyAction).chain(([id, sample]) => {
    const names = optionsOf(id).map(([name]) => name);
    return change(id, option => fc.oneof(anyValue, valueFor(option)), names).map((changed): unknown => ({
      ...sampleOf(id, sample),
      ...changed,
    }));
  });
  return fc.record({
    query: fc.oneof({ weight: 12, arbitrary: query }, { weight: 1, arbitrary: anyValue }),
    source: fc.oneof({ weight: 4, arbitrary: fc.constant(source) }, { weight: 1, arbitrary: anySource }),
    answer: anyAnswer,
  });
}

/** Queries whose options have values that they may well take, so that most of them are sent. */
export function likelyCase(baseUrl: string): fc.Arbitrary<Case> {
  const source = { apiKey: secrets.key, baseUrl, headers, maxRetries: 0 };
  const actions = everyAction.filter(([id]) => id !== 'api_request');
  const query = fc.constantFrom(...actions).chain(([id, sample]) => {
    const names = optionsOf(id).flatMap(([name]) => (FREE.includes(name) ? [] : [name]));
    return change(id, valueFor, names).map((changed): unknown => ({ ...sampleOf(id, sample), ...changed }));
  });
  return fc.record({ query, source: fc.constant(source), answer: anyAnswer, isLikely: fc.constant(true) });
}
