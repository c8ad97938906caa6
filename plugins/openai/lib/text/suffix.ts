/** An instruction for chat models in place of `suffix`, which the chat endpoint does not support. */
export function describeSuffix(suffix: string): string {
  return (
    'The text between the tags <suffix> and </suffix> will follow your answer directly. Write the answer so that it ' +
    `leads into that text, and do not repeat it.\n<suffix>${suffix}</suffix>`
  );
}
