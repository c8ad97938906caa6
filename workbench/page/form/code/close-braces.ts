import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** A second { opens an expression, so it is closed at once; the cursor stays between. */
export const closeBraces: Extension = EditorView.inputHandler.of((view, from, to, text) => {
  if (text !== '{' || from !== to) return false;
  const { doc } = view.state;
  const before = doc.sliceString(Math.max(0, from - 2), from);
  const after = doc.sliceString(from, from + 2);
  if (!before.endsWith('{') || before === '{{' || after.startsWith('}')) return false;
  view.dispatch({
    changes: { from, insert: '{}}' },
    selection: { anchor: from + 1 },
    userEvent: 'input.type',
  });
  return true;
});
