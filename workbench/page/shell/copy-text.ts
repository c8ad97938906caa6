import { announce } from './announcements';

/** Copies a text and says so. */
export async function copyText(text: string, name = text): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`Copied ${name}`);
  } catch {
    announce(`The browser does not allow copying: ${name}`);
  }
}
