const drafts = new Map<string, string>();

/** What was typed for a call and not yet sent; it outlives a look at another tab. */
export const readDraft = (call: string): string => drafts.get(call) ?? '';

/** Remembers what was typed for a call until the page is left. */
export const writeDraft = (call: string, text: string): void => void drafts.set(call, text);
