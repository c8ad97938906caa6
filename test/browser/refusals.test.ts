import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeInBrowser } from '../support/browser';
import { boxOf, endOf, resultOf, runQuery, takeExample } from '../support/workbench-page';

describeInBrowser('another site', {}, visits => {
  let site: Server;
  let siteAddress: string;

  beforeAll(async () => {
    site = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>Another site</p>'));
    await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve));
    siteAddress = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise(resolve => site.close(resolve)));

  it('cannot run a query by a script or a form, nor read anything', async () => {
    const page = await visits.visit({});
    visits.allowTroubles();
    await page.goto(siteAddress);
    const outcomes = await page.evaluate(async address => {
      const body = JSON.stringify({ query: { operation: 'chat', prompt: 'Stolen' } });
      const ask = (path: string, options: RequestInit) =>
        fetch(`${address}${path}`, options).then(
          ({ status, type }) => `${status} ${type}`,
          () => 'refused'
        );
      return [
        await ask('/api/plugin', {}),
        await ask('/api/connection', {}),
        await ask('/api/run', { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
        // Sent without asking before; the answer is hidden from the page.
        await ask('/api/run', { method: 'POST', body, mode: 'no-cors' }),
      ];
    }, visits.address);
    expect(outcomes.slice(0, 3)).toEqual(['refused', 'refused', 'refused']);
    const [answer] = await Promise.all([
      page.waitForResponse(`${visits.address}/api/run`),
      page.evaluate(address => {
        const form = document.createElement('form');
        form.method = 'POST';
        form.action = `${address}/api/run`;
        document.body.append(form);
        form.submit();
      }, visits.address),
    ]);
    expect(answer.status()).toBe(403);
    expect(visits.emulator.requests).toEqual([]);
  });

  it('cannot show the page in a frame', async () => {
    const page = await visits.visit({});
    visits.allowTroubles();
    await page.goto(siteAddress);
    await page.evaluate(
      address =>
        new Promise(resolve => {
          const frame = document.createElement('iframe');
          frame.onload = resolve;
          frame.src = address;
          document.body.append(frame);
        }),
      visits.address
    );
    const [, frame] = page.frames();
    expect(await frame?.getByRole('heading').count()).toBe(0);
  });

  it('cannot reach the page by a name of its own that leads to this machine', async () => {
    const page = await visits.visit({});
    visits.allowTroubles();
    const renamed = visits.address.replace('127.0.0.1', 'evil.example');
    for (const path of ['/', '/api/plugin', '/api/connection']) {
      const answer = await page.goto(`${renamed}${path}`);
      expect(answer?.status()).toBe(403);
    }
  });
});

describeInBrowser('the connection', {}, visits => {
  const key = 'sk-secret-of-the-builder';

  it('keeps its key in the server: the page never gets it back, and stores it nowhere [row 1]', async () => {
    const page = await visits.visit();
    await page.getByRole('link', { name: 'Connection', exact: true }).click();
    await page.getByText('Own connection', { exact: true }).click();
    await boxOf(page, 'apiKey').fill(key);
    await boxOf(page, 'baseUrl').fill(visits.emulator.baseUrl);
    const answers: Promise<string>[] = [];
    page.on('response', answer => {
      if (!answer.url().endsWith('/api/changes')) answers.push(answer.text().catch(() => ''));
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.locator('.connection-outcome.ok').waitFor();
    expect(await page.locator('.connection-outcome').textContent()).toMatch(/^Connected to .*: \d+ models\.$/);
    await page.getByLabel('Capabilities').getByText('chat', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('Own connection: queries may be billed').waitFor();
    expect(await boxOf(page, 'apiKey').inputValue()).toBe('');
    expect(await boxOf(page, 'baseUrl').inputValue()).toBe(visits.emulator.baseUrl);

    await page.getByRole('link', { name: 'Queries', exact: true }).click();
    await takeExample(page, 'Ask a question');
    expect(await runQuery(page)).toBe('ok');
    expect(visits.emulator.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${key}`);
    expect((await Promise.all(answers)).join('\n')).not.toContain(key);
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(key);
    expect(await page.content()).not.toContain(key);

    // What that server has comes first in the forms, and a failure names it, not OpenAI's pages.
    const served = boxOf(page, 'model').locator('optgroup[label="On the connected server"] option');
    expect(await served.count()).toBeGreaterThan(5);
    visits.emulator.answerNext('/v1/chat/completions', { status: 401, body: { error: { message: 'No' } } });
    expect(await runQuery(page)).toBe('failed');
    const failure = resultOf(page).getByRole('alert');
    await failure.getByText(`Sent to ${new URL(visits.emulator.baseUrl).host}`).waitFor();
    expect(await failure.getByRole('link').count()).toBe(0);
  });

  it('back on the emulator needs no key', async () => {
    const page = await visits.visit();
    await page.getByRole('link', { name: 'Connection', exact: true }).click();
    await page.getByText('Built-in emulator', { exact: true }).click();
    await page.getByText('Emulator: no key, no cost').waitFor();
    await page.getByRole('link', { name: 'Queries', exact: true }).click();
    await takeExample(page, 'Ask a question');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    expect(await endOf(page)).toBe('ok');
    expect(visits.emulator.requests.at(-1)?.headers['authorization']).not.toContain(key);
    await resultOf(page).getByText('Whole result').waitFor();
  });
});
