import type { Emulator, EmulatorOptions } from 'openai-emulator';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser/find-browser';
import { type RunningWorkbench, startWorkbench } from '../../scripts/browser/start-workbench';
import { openPages, type Pages } from './visits';
import { browserOfWorker } from './worker-browser';

/** A workbench and a browser to see it with. */
export interface Visits {
  readonly address: string;
  readonly emulator: Emulator;
  /** Where the page is served from. */
  readonly pageDirectory: string;
  /** Opens the page as somebody who was never there; with options, even `{}`, in a browser context of its own. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** For a test of what must be refused: troubles do not fail it. */
  allowTroubles(): void;
}

let browser: Browser | undefined;
let opened: Pages | undefined;

async function pagesOfFile(): Promise<Pages> {
  browser ??= await browserOfWorker();
  opened ??= openPages(browser);
  return opened;
}

afterAll(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
});

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
    let workbench: RunningWorkbench;
    let pages: Pages;
    let areAllowed = false;

    beforeAll(async () => {
      workbench = await startWorkbench(options);
      pages = await pagesOfFile();
    });
    afterEach(async () => {
      const troubles = await pages.endVisits();
      const seen = areAllowed ? [] : troubles;
      areAllowed = false;
      workbench.emulator.reset();
      workbench.faults.set({ fault: undefined, once: false });
      expect(seen).toEqual([]);
    });
    afterAll(async () => {
      await workbench?.stop();
    });

    tests({
      get address() {
        return workbench.address;
      },
      get emulator() {
        return workbench.emulator;
      },
      get pageDirectory() {
        return workbench.pageDirectory;
      },
      visit: options => pages.open(workbench.address, options),
      allowTroubles: () => {
        areAllowed = true;
      },
    });
  });
}

const notThere: Visits = {
  address: '',
  pageDirectory: '',
  get emulator(): Emulator {
    throw new Error('There is no browser');
  },
  visit: () => Promise.reject(new Error('There is no browser')),
  allowTroubles: () => {},
};
