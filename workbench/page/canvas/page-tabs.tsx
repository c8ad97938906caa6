import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { linkTo } from '../shell/address';
import { findFreePageName, listPages } from './pages';
import { setCanvasUi, useCanvasUi } from './ui-state';
import { showPage, usePage } from './use-page';

/** The pages of the canvas, each a link; while it is edited, there is a way to get one more. */
export function PageTabs(): ReactNode {
  const store = useQueryStore();
  const canvas = useQueryState(state => state.canvas);
  const kept = useQueryState(state => state.pages);
  const isEditing = useCanvasUi(({ mode }) => mode === 'edit');
  const shown = usePage();
  const pages = listPages({ ...(kept && { pages: kept }), canvas });
  if (!isEditing && pages.length === 1) return null;
  return (
    <nav className="canvas-pages" aria-label="Pages">
      {pages.map(page => (
        <a
          key={page}
          href={linkTo('canvas', page)}
          aria-current={page === shown ? 'page' : undefined}
          onClick={() => setCanvasUi({ page, selection: [] })}
        >
          {page}
        </a>
      ))}
      {isEditing && (
        <button
          type="button"
          className="icon-button"
          aria-label="Add a page"
          title="Add a page"
          onClick={() => {
            const page = findFreePageName('Page 2', pages);
            store.addPage(page);
            showPage(page);
          }}
        >
          <Plus size={16} aria-hidden />
        </button>
      )}
    </nav>
  );
}
