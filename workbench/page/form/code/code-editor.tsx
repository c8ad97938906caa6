import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder as placeholderText } from '@codemirror/view';
import { minimalSetup } from 'codemirror';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { useQueryStore } from '../../queries/use-queries';
import { styleNonce } from '../../shell/style-nonce';
import { closeBraces } from './close-braces';
import { completeExpressions } from './completion';
import { highlighting, languageOf } from './language';
import { typeOver } from './type-over';

interface Props {
  id: string;
  labelledBy: string;
  describedBy: string;
  text: string;
  placeholder: string;
  isTall: boolean;
  hasLineNumbers: boolean;
  onChange(text: string): void;
}

/** An editor whose Tab key leaves it, and whose Ctrl+Enter or Cmd+Enter sends the form. */
export function CodeEditor(props: Props): ReactNode {
  const { id, labelledBy, describedBy, text, placeholder, isTall, hasLineNumbers, onChange } = props;
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  const store = useQueryStore();
  const tell = useEffectEvent(onChange);
  const firstText = useEffectEvent(() => text);

  useEffect(() => {
    const doc = firstText();
    const language = new Compartment();
    let shownAs = languageOf(doc);
    const view = new EditorView({
      parent: box.current ?? document.body,
      state: EditorState.create({
        doc,
        extensions: [
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run: sendForm }])),
          minimalSetup,
          hasLineNumbers ? lineNumbers() : [],
          EditorView.lineWrapping,
          EditorView.cspNonce.of(styleNonce),
          EditorView.contentAttributes.of({
            id,
            'aria-labelledby': labelledBy,
            'aria-describedby': describedBy,
            spellcheck: 'false',
          }),
          placeholderText(placeholder),
          highlighting,
          typeOver,
          closeBraces,
          completeExpressions(store),
          language.of(shownAs),
          EditorView.updateListener.of(({ docChanged, state, view: changed }) => {
            if (!docChanged) return;
            const now = state.doc.toString();
            const wanted = languageOf(now);
            if (wanted !== shownAs) {
              shownAs = wanted;
              changed.dispatch({ effects: language.reconfigure(wanted) });
            }
            tell(now);
          }),
        ],
      }),
    });
    editor.current = view;
    return () => view.destroy();
  }, [id, labelledBy, describedBy, placeholder, hasLineNumbers, store]);

  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }, [text]);

  return <div ref={box} className={isTall ? 'code tall' : 'code'} />;
}

function sendForm({ dom }: EditorView): boolean {
  dom.closest('form')?.requestSubmit();
  return true;
}
