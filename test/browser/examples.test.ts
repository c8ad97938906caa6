import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser';
import { endOf, resultOf, takeExample } from '../support/workbench-page';

interface Example {
  name: string;
  title: string;
}

const file = join(__dirname, '../../workbench/examples/openai.json');
const { examples }: { examples: Example[] } = JSON.parse(readFileSync(file, 'utf8'));

const needsOthers = (example: Example): boolean => JSON.stringify(example).includes('{{queries.');

async function takeAndRun(page: Page, { name, title }: Example): Promise<string> {
  await takeExample(page, title);
  await page.getByRole('region', { name: `Query ${name}`, exact: true }).waitFor();
  // A query that reads others offers to run them first.
  const withNeeds = page.getByRole('button', { name: /^Run .*, then this$/ });
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await ((await withNeeds.isVisible()) ? withNeeds : run).click();
  const end = await endOf(page);
  await resultOf(page).getByText('Whole result').waitFor();
  return end;
}

const isWell = /^(ok|not done yet|waiting for you)$/;

describeInBrowser('an example', {}, visits => {
  it('that needs no other is taken by a click and runs, one after another', async () => {
    const page = await visits.visit();
    const others = examples.filter(example => !needsOthers(example));
    expect(others.length).toBeGreaterThan(20);
    for (const example of others) {
      const end = await takeAndRun(page, example);
      expect({ title: example.title, end }).toEqual({ title: example.title, end: expect.stringMatching(isWell) });
    }
  }, 400_000);

  it.each(examples.filter(needsOthers))('is taken by a click and runs, after others: $title', async example => {
    const page = await visits.visit();
    expect(await takeAndRun(page, example)).toMatch(isWell);
  });
});
