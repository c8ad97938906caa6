import { type Fixture, startFixture } from './support/workbench-fixture';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await startFixture({ 'manifest.json': '{}', 'dist/index.js': '' }, {});
});

/** The events of the server, one at a time. */
async function openChanges(signal?: AbortSignal): Promise<() => Promise<unknown>> {
  const { body, headers } = await fixture.call('GET', '/api/changes', undefined, signal);
  expect(headers.get('content-type')).toContain('text/event-stream');
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return async () => {
    while (!text.includes('\n\n')) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: '' };
      if (done) return 'end';
      text += value;
    }
    const [event = '', ...rest] = text.split('\n\n');
    text = rest.join('\n\n');
    return JSON.parse(event.slice('data: '.length));
  };
}

describe('pages that are open', () => {
  it('are told once when the plugin is built anew, and when the page is', async () => {
    const next = await openChanges();
    expect(await next()).toEqual({ type: 'open' });
    await fixture.writePlugin('dist/index.js', '// 2');
    expect(await next()).toEqual({ type: 'plugin' });
    await fixture.writePlugin('manifest.json', '{"title":"2"}');
    await fixture.writePlugin('dist/index.js', '// 3');
    expect(await next()).toEqual({ type: 'plugin' });
    await fixture.writePage('index.html', '<!doctype html>2');
    expect(await next()).toEqual({ type: 'page' });
    await fixture.stop();
  });

  it('do not keep the server from stopping, nor does one that has gone', async () => {
    const leaving = new AbortController();
    await (await openChanges(leaving.signal))();
    leaving.abort();
    const next = await openChanges();
    await next();
    await fixture.stop();
    await expect(next().catch(() => 'end')).resolves.toBe('end');
  });
});
