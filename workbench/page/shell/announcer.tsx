import type { ReactNode } from 'react';
import { hush, useAnnouncement } from './announcements';

/** Shows what is announced. It is always there, since screen readers miss regions that appear with their text. */
export function Announcer(): ReactNode {
  const { text, action } = useAnnouncement();
  return (
    <div className={text ? 'announcer' : 'announcer silent'}>
      <output>{text}</output>
      {action && (
        <button
          type="button"
          onClick={() => {
            hush();
            action.act();
          }}
        >
          {action.title}
        </button>
      )}
    </div>
  );
}
