import { describeInBrowser } from '../support/browser';
import { chatStream } from '../support/chat-stream';
import {
  addQuery,
  boxOf,
  endOf,
  hurry,
  queryForm,
  resultOf,
  runQuery,
  stateOf,
  takeExample,
  widthOf,
  write,
} from '../support/workbench-page';

describeInBrowser('an error', {}, visits => {
  it('is told before anything is sent: what to do first, then what failed, then which field and why [row 127]', async () => {
    const page = await visits.visit();
    await addQuery(page, 'chat', { prompt: 'A lighthouse' });
    await boxOf(page, 'model').selectOption('gpt-4o');
    await write(page, 'max_tokens', '20000');
    expect(await runQuery(page)).toBe('failed');
    expect(visits.emulator.requests).toEqual([]);

    const failure = resultOf(page).getByRole('alert');
    const [hint, message, problems] = await failure.locator('> *').allTextContents();
    expect(hint).toMatch(/field|option|value/i);
    expect(message).toMatch(/^Could not complete the chat/);
    expect(problems).toMatch(/^Max tokens .*20,000/);
    await failure.getByRole('button', { name: /max.tokens/i }).click();
    expect(await boxOf(page, 'max_tokens').evaluate(box => box === document.activeElement)).toBe(true);
  });

  it('of an empty account says so, and what to do, before the words of the API [row 124]', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    const error = {
      message: 'You exceeded your current quota',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    };
    visits.emulator.answerNext('/v1/chat/completions', { status: 429, body: { error } });
    expect(await runQuery(page)).toBe('failed');
    const failure = resultOf(page).getByRole('alert');
    const [hint, message, reason] = await failure.locator('> *').allTextContents();
    expect(hint).toMatch(/billing|credit/i);
    expect(message).toMatch(/^Could not/);
    expect(reason).toContain('You exceeded your current quota');
    await failure.getByText('Quota', { exact: true }).waitFor();
    await failure.getByText('429', { exact: true }).waitFor();
  });

  it('of an expression names its field', async () => {
    const page = await visits.visit();
    await addQuery(page, 'chat', { prompt: '{{queries.nobody.data.text}}' });
    await page.locator('[data-field="prompt"]').getByText('There is no query named nobody').waitFor();
    expect(await runQuery(page)).toBe('failed');
    await resultOf(page).getByRole('alert').getByText('There is no query named nobody').first().waitFor();
    expect(visits.emulator.requests).toEqual([]);
  });
});

/** An answer that stops after its first words for longer than any test takes. */
const neverWhole = { chunks: chatStream('Zinc is a', ' metal.'), chunkDelayMs: 600_000 };

describeInBrowser('an answer', { streamDelayMs: 300 }, visits => {
  it('shows unfinished images before the final one [row 53]', async () => {
    const page = await visits.visit();
    await page.evaluate(() => {
      const seen: string[] = [];
      Reflect.set(window, 'seenImages', seen);
      new MutationObserver(() => {
        for (const { alt } of document.querySelectorAll<HTMLImageElement>('.result .media img')) {
          if (seen.at(-1) !== alt) seen.push(alt);
        }
      }).observe(document.body, { childList: true, subtree: true });
    });
    await takeExample(page, 'See an image while it is drawn');
    expect(await runQuery(page)).toBe('ok');
    const final = resultOf(page).getByRole('img', { name: 'Result 1', exact: true });
    expect(await widthOf(final)).toBeGreaterThan(100);
    const seen: string[] = await page.evaluate(() => Reflect.get(window, 'seenImages'));
    expect(seen[0]).toBe('Unfinished version 1');
    expect(seen).toContain('Result 1');
  });

  it('shows its text while it comes [row 35]', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    visits.emulator.answerNext('/v1/chat/completions', {
      chunks: chatStream('Zinc is a ', 'metal.'),
      chunkDelayMs: 700,
    });
    // Watched by the page itself, which sees it while this test waits for its turn.
    await page.evaluate(() => {
      const seen: string[][] = [];
      Reflect.set(window, 'seenAnswers', seen);
      new MutationObserver(() => {
        const [state, answer] = ['output', '.answer.plain'].map(
          part => document.querySelector(`.result ${part}`)?.textContent ?? ''
        );
        if (state && answer) seen.push([state, answer]);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    expect(await runQuery(page)).toBe('ok');
    const seen: string[][] = await page.evaluate(() => Reflect.get(window, 'seenAnswers'));
    expect(seen).toContainEqual(['running', expect.stringMatching(/^Zinc is a\s*$/)]);
    expect(await resultOf(page).locator('.answer .markdown').textContent()).toMatch(/^Zinc is a metal\.\s*$/);
  });

  it('stops when it is cancelled, keeps what came, and can be run again [row 132]', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    visits.emulator.answerNext('/v1/chat/completions', neverWhole);
    await queryForm(page).getByRole('button', { name: 'Run', exact: true }).click();
    await resultOf(page).locator('.answer.plain').filter({ hasText: /\w/ }).waitFor();
    await resultOf(page).getByRole('button', { name: 'Cancel' }).click();
    expect(await endOf(page)).toBe('cancelled');
    expect(await resultOf(page).locator('.answer.plain').textContent()).toMatch(/\w/);
    visits.emulator.answerNext('/v1/chat/completions', { chunks: chatStream('Whole.') });
    expect(await runQuery(page)).toBe('ok');
  });

  it('is called interrupted where the page is reloaded, or its tab closed, before it is whole', async () => {
    const page = await visits.visit({});
    await takeExample(page, 'Ask a question');
    const begin = async () => {
      visits.emulator.answerNext('/v1/chat/completions', neverWhole);
      await queryForm(page).getByRole('button', { name: 'Run', exact: true }).click();
      await resultOf(page).locator('.answer.plain').filter({ hasText: /\w/ }).waitFor();
    };
    await begin();
    await page.reload();
    await stateOf(page).filter({ hasText: 'interrupted' }).waitFor();
    await resultOf(page)
      .getByRole('alert')
      .getByText(/may have been billed/)
      .waitFor();
    await page.getByRole('tab', { name: /History/ }).click();
    expect(await page.locator('.run-list li').allTextContents()).toEqual([expect.stringContaining('interrupted')]);

    await page.getByRole('tab', { name: 'Answer' }).click();
    await begin();
    const other = await page.context().newPage();
    await other.goto(visits.address);
    await other.getByRole('tab', { name: /History/ }).click();
    await other.locator('.run-list li').waitFor();
    expect(await other.locator('.run-list li').count()).toBe(1);
    await page.close();
    await other.locator('.run-list li').nth(1).waitFor();
    expect(await other.locator('.run-list .state').allTextContents()).toEqual(['interrupted', 'interrupted']);
  });

  it('that never comes can be cancelled [row 132]', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    visits.emulator.answerNext('/v1/chat/completions', { hang: true });
    await queryForm(page).getByRole('button', { name: 'Run', exact: true }).click();
    await resultOf(page).getByRole('button', { name: 'Cancel' }).click();
    expect(await endOf(page)).toBe('cancelled');
  });
});

describeInBrowser('research', { background: { steps: 2 } }, visits => {
  it('asks after its report by itself, and shows it with its sources [row 84]', async () => {
    const page = await visits.visit({});
    await page.clock.install();
    await takeExample(page, 'Research a question');
    expect(await runQuery(page)).toBe('not done yet');
    await resultOf(page)
      .getByText(/Checks again in/)
      .waitFor();
    const sources = resultOf(page).getByRole('region', { name: 'Sources' });
    await hurry(page, sources);
    expect(await sources.getByRole('link').count()).toBeGreaterThan(1);
    await resultOf(page).locator('.markdown').getByText('[1]').first().waitFor();
    await resultOf(page)
      .getByText(/Checks again in/)
      .waitFor({ state: 'detached' });
    const asked = visits.emulator.requests.map(({ method }) => method);
    expect(asked[0]).toBe('POST');
    expect(asked.slice(1).every(method => method === 'GET')).toBe(true);
  });
});

const hostile = `# An answer

<script>window.attacked = 'script'</script>
<img src="x" onerror="window.attacked = 'onerror'">
<svg onload="window.attacked = 'svg'"></svg>
<iframe srcdoc="<script>parent.attacked = 'iframe'</script>"></iframe>
<a href="javascript:window.attacked = 'link'">raw link</a>

[script link](javascript:window.attacked='markdown')

[broken link](java\nscript:window.attacked='split')

[encoded link](&#106;avascript:window.attacked='encoded')

[data link](data:text/html,<script>opener.attacked='data'</script>)

[vb link](vbscript:msgbox)

![picture](https://evil.example/pixel.png)

![script picture](javascript:window.attacked='image')

![page](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)

<style>@import url(https://evil.example/style.css)</style>

[honest link](https://example.com/page)

The end of it.`;

describeInBrowser('a hostile answer', {}, visits => {
  it('is shown, and runs no script, loads nothing and has no link that would', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    visits.emulator.answerNext('/v1/chat/completions', {
      chunks: chatStream(hostile.slice(0, 200), hostile.slice(200)),
    });
    expect(await runQuery(page)).toBe('ok');
    const answer = resultOf(page).locator('.markdown');
    await answer.getByText('The end of it.').waitFor();
    expect(await answer.locator('script, iframe, svg, style, object, embed, form').count()).toBe(0);
    expect(await answer.locator('img').evaluateAll(all => all.map(image => image.getAttribute('src')))).toEqual([]);
    const links = await answer.locator('a').evaluateAll(all => all.map(link => link.getAttribute('href')));
    expect(links).toEqual(['https://example.com/page']);
    for (const text of ['script link', 'encoded link', 'data link', 'picture']) {
      await answer.getByText(text, { exact: true }).click();
    }
    expect(page.context().pages()).toHaveLength(1);
    expect(await page.evaluate(() => Reflect.get(window, 'attacked'))).toBeUndefined();
  });

  it('has no power over the table, the sources or the tree', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Get an answer as data');
    const cell = '<img src=x onerror="window.attacked = 1">';
    const rows = { rows: [{ city: cell, country: '</script><script>window.attacked = 2</script>' }] };
    visits.emulator.answerNext('/v1/chat/completions', { chunks: chatStream(JSON.stringify(rows)) });
    expect(await runQuery(page)).toBe('ok');
    await resultOf(page).getByRole('cell', { name: cell }).waitFor();
    expect(await page.evaluate(() => Reflect.get(window, 'attacked'))).toBeUndefined();
  });
});
