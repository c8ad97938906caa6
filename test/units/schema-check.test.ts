import { createCheck } from '../../plugins/openai/lib/text/schema-check';

const withRef = (pointer: string) => ({
  type: 'object',
  properties: { stars: { $ref: pointer } },
  $defs: { rating: { type: 'integer', minimum: 1, enum: [1, 2, 3] } },
});

const check = (schema: object, answer: unknown, warn?: (parameter: string, reason: string) => void) =>
  createCheck({ ...schema }, warn)(answer, JSON.stringify(answer));

it('says what a definition requires that a schema refers to', () => {
  const find = () => check(withRef('#/$defs/rating'), { stars: 0 });
  expect(find).toThrow('stars is 0; must be one of 1, 2, 3; stars is 0; must be at least 1');
  expect(() => check(withRef('#/$defs/rating'), { stars: 2 })).not.toThrow();
});

it('leaves an answer unchecked whose schema refers to nothing, and warns of it', () => {
  const warnings: string[] = [];
  check(withRef('#/$defs/grade'), { stars: 0 }, (parameter, reason) => warnings.push(`${parameter}: ${reason}`));
  expect(warnings).toEqual([
    'json_schema: The answer was not checked against the schema: its $ref "#/$defs/grade" points to nothing',
  ]);
});
