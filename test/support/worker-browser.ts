import childProcess from 'node:child_process';
import type { Browser } from 'playwright-core';
import { browserOptions } from '../../scripts/browser/browser-options';

/** Where a name of another site leads to this machine, as it does for a site that renames it in DNS. */
const resolverRules = '--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

/** No page lives long enough here for optimised code to repay what it costs to make. */
const noOptimizer = '--js-flags=--no-maglev,--no-opt';

let started: Promise<Browser> | undefined;

/**
 * The browser of this worker, which starts with the first test that asks for it and ends with the worker: it takes longer to
 * start and to warm up than most tests to run. Workers share none, since a browser has one clipboard. This file is loaded
 * once in a worker, not for each test file.
 */
export function browserOfWorker(): Promise<Browser> {
  started ??= launch();
  return started;
}

/** Starts a browser that does not keep its worker alive. Playwright ends it when the process exits. */
async function launch(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const { spawn } = childProcess;
  childProcess.spawn = ((...given: Parameters<typeof spawn>) => {
    const child = spawn(...given);
    child.unref();
    for (const stream of child.stdio)
      if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
    return child;
  }) as typeof spawn;
  try {
    return await chromium.launch(browserOptions(resolverRules, noOptimizer));
  } finally {
    childProcess.spawn = spawn;
  }
}
