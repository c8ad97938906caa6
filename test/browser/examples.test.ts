import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeInBrowser } from '../support/browser';
import { endOf, resultOf, takeExample } from '../support/workbench-page';

interface Example {
  name: string;
  title: string;
}

const file = join(__dirname, '../../workbench/examples/openai.json');
const { examples }: { examples: Example[] } = JSON.parse(readFileSync(file, 'utf8'));

describeInBrowser('an example', {}, visits => {
  it.each(examples)('is taken by a click and runs: $title', async ({ name, title }) => {
    const page = await visits.visit();
    await takeExample(page, title);
    await page.getByRole('region', { name: `Query ${name}`, exact: true }).waitFor();
    // A query that reads others offers to run them first.
    const withNeeds = page.getByRole('button', { name: /^Run .*, then this$/ });
    const run = page.getByRole('button', { name: 'Run', exact: true });
    await ((await withNeeds.isVisible()) ? withNeeds : run).click();
    expect(await endOf(page)).toMatch(/^(ok|not done yet|waiting for you)$/);
    await resultOf(page).getByText('Whole result').waitFor();
  });
});
