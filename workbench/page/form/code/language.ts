import { javascriptLanguage } from '@codemirror/lang-javascript';
import { jsonLanguage } from '@codemirror/lang-json';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { readWhole } from '../../queries/templates';

const plain: Extension = [];

/** How a text is coloured: one expression as JavaScript, a list or an object as JSON, all else as plain text. */
export function languageOf(text: string): Extension {
  if (readWhole(text) !== undefined) return javascriptLanguage;
  return /^\s*[[{](?!\{)/.test(text) ? jsonLanguage : plain;
}

const colours = HighlightStyle.define([
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.operatorKeyword], color: 'var(--code-constant)' },
  { tag: [tags.propertyName], color: 'var(--code-name)' },
  { tag: tags.comment, color: 'var(--muted)' },
]);

const expressions = new MatchDecorator({
  regexp: /\{\{.*?\}\}/gs,
  decoration: Decoration.mark({ class: 'cm-expression' }),
});

const markExpressions = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = expressions.createDeco(view);
    }

    update(update: ViewUpdate): void {
      this.decorations = expressions.updateDeco(update, this.decorations);
    }
  },
  { decorations: plugin => plugin.decorations }
);

/** Colours by the page's own variables, so that they follow light and dark. */
export const highlighting: Extension = [
  syntaxHighlighting(colours),
  markExpressions,
  EditorView.theme({
    '&.cm-focused': { outline: 'none' },
    '.cm-content': { fontFamily: 'var(--code-font)', padding: '7px 0', caretColor: 'var(--text)' },
    '.cm-line': { padding: '0 10px' },
    '.cm-cursor': { borderLeftColor: 'var(--text)' },
    '.cm-placeholder': { color: 'var(--muted)' },
    '.cm-expression': { backgroundColor: 'var(--code-expression)', borderRadius: '3px' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
      backgroundColor: 'var(--selection)',
    },
    '.cm-selectionBackground': { backgroundColor: 'var(--selection)' },
    '.cm-tooltip': {
      color: 'var(--text)',
      backgroundColor: 'var(--surface)',
      border: '1px solid var(--line)',
      borderRadius: '6px',
      overflow: 'hidden',
    },
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      color: 'var(--accent-text)',
      backgroundColor: 'var(--accent)',
    },
  }),
];
