import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const shownMs = 4000;

const announcement = createStore<{ text: string }>(() => ({ text: '' }));
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a few seconds, to eyes and to screen readers. */
export function announce(text: string): void {
  clearTimeout(timer);
  announcement.setState({ text });
  timer = setTimeout(() => announcement.setState({ text: '' }), shownMs);
}

/** What is being said, or an empty text. */
export const useAnnouncement = (): string => useStore(announcement, ({ text }) => text);
