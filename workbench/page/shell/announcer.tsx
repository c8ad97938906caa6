import type { ReactNode } from 'react';
import { useAnnouncement } from './announcements';

/** Shows what is announced. It is always there, since screen readers miss regions that appear with their text. */
export function Announcer(): ReactNode {
  const text = useAnnouncement();
  return <output className={text ? 'announcer' : 'announcer silent'}>{text}</output>;
}
