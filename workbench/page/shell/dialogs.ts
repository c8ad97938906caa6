import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What lies over the page, if anything does. */
export type OpenDialog = 'palette' | 'shortcuts' | 'curl' | undefined;

const dialogs = createStore<{ open: OpenDialog }>(() => ({ open: undefined }));

/** Opens a dialog, or closes what is open. */
export const openDialog = (open: OpenDialog): void => dialogs.setState({ open });

/** Which dialog is open. */
export const useOpenDialog = (): OpenDialog => useStore(dialogs, ({ open }) => open);
