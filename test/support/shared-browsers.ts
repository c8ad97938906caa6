import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserServer } from 'playwright-core';
import { browserOptions } from '../../scripts/browser/browser-options';

/** Names where the browsers are to the workers, which start with the environment of the run. */
const variable = 'BROWSERS_OF_THIS_RUN';

/** Where a name of another site leads to this machine, as it does for a site that renames it in DNS. */
const resolverRules = '--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

/** No page lives long enough here for optimised code to repay what it costs to make. */
const noOptimizer = '--js-flags=--no-maglev,--no-opt';

const started = new Map<string, Promise<BrowserServer>>();
let offer: Server | undefined;

/**
 * Offers a browser to each worker of a run, which starts with the worker's first test that asks for it. A browser takes
 * longer to start and to warm up than most tests to run, and lives longer than the modules of a test file. Workers share
 * none, since a browser has one clipboard.
 */
export async function offerBrowsers(): Promise<void> {
  const secret = `/${randomUUID()}/`;
  offer = createServer(async ({ url = '' }, response) => {
    if (!url.startsWith(secret)) return response.writeHead(404).end();
    try {
      response.end((await browserOf(url)).wsEndpoint());
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>(resolve => offer?.listen(0, '127.0.0.1', resolve));
  offer.unref();
  process.env[variable] = `http://127.0.0.1:${(offer.address() as AddressInfo).port}${secret}`;
}

function browserOf(worker: string): Promise<BrowserServer> {
  const running = started.get(worker) ?? launch();
  started.set(worker, running);
  return running;
}

async function launch(): Promise<BrowserServer> {
  const { chromium } = await import('playwright-core');
  return chromium.launchServer(browserOptions(resolverRules, noOptimizer));
}

/** Ends the browsers that have started. */
export async function endBrowsers(): Promise<void> {
  offer?.close();
  for (const browser of started.values()) await (await browser).close();
}

/** The browser of this worker. To close it ends what was opened in it, and nothing else. */
export async function connectToBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const response = await fetch(`${process.env[variable]}${process.env['JEST_WORKER_ID']}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return chromium.connect(text);
}
