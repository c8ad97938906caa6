/** Tells a chat model what text will follow its answer; the chat endpoint has no field for it. */
export function tellSuffix(suffix: string): string {
  return (
    'The text between the tags <suffix> and </suffix> will follow your answer directly. Write the answer so that it ' +
    `leads into that text, and do not repeat it.\n<suffix>${suffix}</suffix>`
  );
}
