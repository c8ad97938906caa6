const LINE_FEED = 10;

/** Yields the lines of a body as they arrive; only the unfinished line is held in memory. */
export async function* readBodyLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let unfinished: Buffer[] = [];
  for await (const bytes of body) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      const line = chunk.subarray(from, end);
      yield unfinished.length === 0 ? line.toString() : Buffer.concat([...unfinished, line]).toString();
      unfinished = [];
      from = end + 1;
    }
    if (from < chunk.length) unfinished.push(chunk.subarray(from));
  }
  if (unfinished.length > 0) yield Buffer.concat(unfinished).toString();
}
