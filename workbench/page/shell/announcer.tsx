import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { hush, useAnnouncement } from './announcements';

/** Shows what is announced, out of the way of a tap unless there is something to press. It is always there, since screen readers miss regions that appear with their text. */
export function Announcer(): ReactNode {
  const { text, action } = useAnnouncement();
  return (
    <div className={text ? 'announcer' : 'announcer silent'}>
      <output>{text}</output>
      {action && (
        <>
          <button
            type="button"
            onClick={() => {
              hush();
              action.act();
            }}
          >
            {action.title}
          </button>
          <button type="button" className="announcer-close" aria-label="Close the note" onClick={hush}>
            <X size={16} aria-hidden />
          </button>
        </>
      )}
    </div>
  );
}
