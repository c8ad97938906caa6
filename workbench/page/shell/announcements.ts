import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Something that can still be done about what was said. */
export interface AnnouncedAction {
  title: string;
  act(): void;
}

interface Announcement {
  text: string;
  action?: AnnouncedAction;
}

const shownMs = 4000;
/** A button has to be found and reached. */
const shownWithActionMs = 10_000;

const announcement = createStore<{ now: Announcement }>(() => ({ now: { text: '' } }));
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a few seconds, to eyes and to screen readers. */
export function announce(text: string, action?: AnnouncedAction): void {
  clearTimeout(timer);
  announcement.setState({ now: { text, ...(action && { action }) } });
  timer = setTimeout(hush, action ? shownWithActionMs : shownMs);
}

/** Says it no longer. */
export function hush(): void {
  clearTimeout(timer);
  announcement.setState({ now: { text: '' } });
}

/** What is being said; an empty text if nothing is. */
export const useAnnouncement = (): Announcement => useStore(announcement, ({ now }) => now);
