import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

const viewport = { width: 1280, height: 900 };

/** What moves has to be drawn again and again; nobody waits for it here. */
const reducedMotion = 'reduce';

/** A little less than a test may take, so that it says what it waited for. */
const patienceMs = 110_000;

/** The pages of a test file, and what goes wrong in them. */
export interface Pages {
  /** Opens the page at an address as somebody who was never there; with options, even `{}`, in a browser context of its own. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>;
  /** Ends the visits of a test; returns what went wrong during them. */
  endVisits(): Promise<string[]>;
}

/**
 * Opens pages in a browser. A new page takes the browser three times as long as one that forgets what it has stored, so
 * the first visit of each test, unless it has options, is to the page of the test before.
 */
export function openPages(browser: Browser): Pages {
  let served = '';
  let kept: Page | undefined;
  let isTaken = false;
  let contexts: BrowserContext[] = [];
  let troubles: string[] = [];

  const makePage = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ viewport, reducedMotion, ...options });
    context.setDefaultTimeout(patienceMs);
    await hide(context);
    await watch(context, {
      isServer: origin => origin === served,
      tell: trouble => troubles.push(trouble),
    });
    return context.newPage();
  };

  return {
    async open(address, options) {
      served = address;
      const isFirst = options === undefined && !isTaken;
      const page = (isFirst ? kept : undefined) ?? (await makePage(options ?? {}));
      if (isFirst) [kept, isTaken] = [page, true];
      else contexts.push(page.context());
      await page.goto(address);
      await page.getByRole('heading', { name: 'Queries', exact: true }).waitFor();
      return page;
    },
    async endVisits() {
      for (const context of contexts) await context.close();
      const seen = troubles;
      if (isTaken && kept) kept = await forget(kept, served);
      contexts = [];
      troubles = [];
      isTaken = false;
      return seen;
    },
  };
}

/** Makes a page as it was before its first visit; nothing where that cannot be. */
async function forget(page: Page, address: string): Promise<Page | undefined> {
  const context = page.context();
  if (page.isClosed() || context.pages().length > 1) {
    await context.close();
    return undefined;
  }
  await page.goto('about:blank');
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: address, storageTypes: 'all' });
  await session.detach();
  await page.emulateMedia({ colorScheme: null, contrast: null, reducedMotion, forcedColors: null });
  await page.setViewportSize(viewport);
  await page.mouse.move(0, 0);
  return page;
}

/**
 * Draws nothing: what is wholly transparent is laid out, reached and read as ever, but no pixel of it is computed, which
 * takes a fifth of a visit's time. No test looks at pixels.
 */
async function hide(context: BrowserContext): Promise<void> {
  await context.addInitScript(() =>
    new MutationObserver((_, observer) => {
      document.documentElement.style.opacity = '0';
      observer.disconnect();
    }).observe(document, { childList: true })
  );
}

interface Watch {
  isServer(origin: string): boolean;
  tell(trouble: string): void;
}

async function watch(context: BrowserContext, { isServer, tell }: Watch): Promise<void> {
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
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && !isServer(url.origin)) tell(`asked ${url.origin}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      console.error(`The policy refused ${effectiveDirective} ${blockedURI}`)
    );
  });
}
