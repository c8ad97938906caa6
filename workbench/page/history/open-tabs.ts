/** What this tab is called in runs that have begun. The browser holds a lock of that name as long as the page is open. */
export const thisTab: string = crypto.randomUUID();

const lockOf = (tab: string): string => `workbench-tab-${tab}`;

let holding: Promise<void> | undefined;

/** Takes this tab's lock; settles when it is held. */
export function holdTab(): Promise<void> {
  holding ??= new Promise((resolve, reject) => {
    const forEver = (): Promise<never> => {
      resolve();
      return new Promise(() => {});
    };
    navigator.locks.request(lockOf(thisTab), forEver).catch(reject);
  });
  return holding;
}

/** Calls back when a tab has been closed or reloaded: at once if it has been. */
export const whenTabEnds = (tab: string, act: () => void): Promise<void> => navigator.locks.request(lockOf(tab), act);

/** Which of some tabs are open. */
export async function findOpenTabs(tabs: string[]): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  return tabs.filter(tab => held.some(({ name }) => name === lockOf(tab)));
}
