/** Takes the keyboard to a field of the form by the key of its value; does nothing where none is shown. */
export function focusField(key: string): void {
  const row = document.querySelector(`[data-field="${CSS.escape(key)}"]`);
  row?.querySelector<HTMLElement>('input, select, textarea, [contenteditable]')?.focus();
}
