/** A file as ToolJet's file picker gives it, in a list, as `components.<name>.file`. */
export interface FileValue {
  name: string;
  type: string;
  /** In bytes. */
  size: number;
  dataURL: string;
  base64Data: string;
}

/** Reads a file that was picked or fetched. */
export async function readFileValue(blob: Blob, name: string): Promise<FileValue> {
  const dataURL = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error(`${name} cannot be read`));
    reader.readAsDataURL(blob);
  });
  return { name, type: blob.type, size: blob.size, dataURL, base64Data: dataURL.slice(dataURL.indexOf(',') + 1) };
}
