import type { Emulator, EmulatorOptions } from 'openai-emulator';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser/find-browser';
import { launchBrowser } from '../../scripts/browser/launch-browser';
import { type RunningWorkbench, startWorkbench } from '../../scripts/browser/start-workbench';

/** A workbench and a browser to see it with. */
export interface Visits {
  readonly address: string;
  readonly emulator: Emulator;
  /** Opens the page as somebody who was never there. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** For a test of what must be refused: troubles do not fail it. */
  allowTroubles(): void;
}

/** Where a name of another site leads to this machine, as it does for a site that renames it in DNS. */
const resolverRules = '--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

/**
 * Describes what a browser shows. A test fails, whatever else it finds, when the page writes an error, throws one, is
 * refused something by its policy, opens a dialog, or asks anybody but its own server.
 */
export function describeInBrowser(title: string, options: EmulatorOptions, tests: (visits: Visits) => void): void {
  if (findBrowser().path === undefined) {
    describe.skip(title, () => tests(notThere));
    return;
  }
  describe(title, () => {
    jest.setTimeout(60_000);
    let browser: Browser;
    let workbench: RunningWorkbench;
    let contexts: BrowserContext[] = [];
    let troubles: string[] = [];
    let areAllowed = false;

    beforeAll(async () => {
      workbench = await startWorkbench(options);
      browser = await launchBrowser(resolverRules);
    });
    afterEach(async () => {
      for (const context of contexts) await context.close();
      const seen = areAllowed ? [] : troubles;
      contexts = [];
      troubles = [];
      areAllowed = false;
      workbench.emulator.reset();
      workbench.faults.set({ fault: undefined, once: false });
      expect(seen).toEqual([]);
    });
    afterAll(async () => {
      await browser?.close();
      await workbench?.stop();
    });

    tests({
      get address() {
        return workbench.address;
      },
      get emulator() {
        return workbench.emulator;
      },
      async visit(given = {}) {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...given });
        contexts.push(context);
        await watch(context, workbench.address, trouble => troubles.push(trouble));
        const page = await context.newPage();
        await page.goto(workbench.address);
        await page.getByRole('heading', { name: 'Queries', exact: true }).waitFor();
        return page;
      },
      allowTroubles: () => {
        areAllowed = true;
      },
    });
  });
}

async function watch(context: BrowserContext, address: string, tell: (trouble: string) => void): Promise<void> {
  context.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') tell(`console: ${message.text()}`);
  });
  context.on('weberror', error => tell(`thrown: ${error.error().stack ?? error.error().message}`));
  context.on('dialog', dialog => {
    tell(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', request => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.origin !== address) tell(`asked ${url.origin}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`The policy refused ${effectiveDirective} ${blockedURI}`)
    );
  });
}

const notThere: Visits = {
  address: '',
  get emulator(): Emulator {
    throw new Error('There is no browser');
  },
  visit: () => Promise.reject(new Error('There is no browser')),
  allowTroubles: () => {},
};
