/** What the figures do not say: what was tried, and why a goal is missed. */
export const NOTES = `### What was tried

- **Kept (\`scripts/later-operations.ts\`, \`scripts/later-packages.ts\`, \`scripts/precompile.ts\`, \`scripts/sdk-client.ts\`).** A first load and
  query took 4.0 times the floor. The body now holds what most chats need; other operations, what handles files, failures and events,
  packages, and validators of other operations are parts that are unpacked when they are first asked for. The SDK's client is replaced by the little of it that is used.
  Starting \`Intl\` to format one comma took 20 ms, copying all options 17 ms, and copying the whole catalogue half of the body's evaluation;
  now a query copies what it looks up. What remains is 0.15 MB of code that V8 reads and compiles, and functions that it
  compiles when the first query calls them.
- **Kept (\`scripts/shell.ts\`).** The catalogue and the validators stand beside the code as texts, since V8 scans every character of a string
  in code: they took a fifth of compiling the body.
- **Dropped.** A first query would be about 4% faster if the body were packed by deflate instead of brotli, and the bundle a tenth larger.
- **Kept (\`transport/http-response.ts\`, \`transport/deadline.ts\`).** Two errors that nobody saw were made for every query, each with its stack:
  7% of what a chat takes in the plugin.
- **Kept (\`transport/large-json.ts\`, \`images/picture.ts\`, \`options/data-url.ts\`).** An image of 20 MB took 15 times the floor: \`JSON.parse\` read
  all of it, it was decoded to find its size, and the search for secrets made V8 copy the joined data URL. Each of these took between a tenth
  and two fifths of the query.
- **Kept (\`transport/event-lines.ts\`).** Large event data is cut out of the bytes: before, three partial images took 7.3 times the floor, and a
  2 MB event took twice as long as now.
- **Dropped.** \`vm.compileFunction\` instead of a script saved 4% of a first query. A V8 code cache would have to be written to the host's disk.
  The table that finds secrets is rebuilt for every query, at 3% of its time; keeping it would keep keys in memory longer.
- **Kept (\`text/plain-delta.ts\`).** Chunks of a chat that contain nothing but new text are not read field by field, which saves a fifth of
  1,000 deltas. Each is still parsed, and passed to the host by a generator, so that the host can consume them as slowly as it likes.
- **Kept (\`failures/outgoing-filter.ts\`).** Hashes that find secrets are computed with integers, and a partial image is searched only once, which saves
  a sixth of an image of 4 MB.
- **Kept (\`scripts/shell.ts\`).** The packed code is a comment in the shell, which V8 skips. As a string it was read and copied for every query,
  which took half of a later load and a quarter of a chat query in \`module-from-string\`.
- **Kept (\`bulk/concurrency.ts\`, \`bulk/pacer.ts\`).** With ten rows at a time for every server, 1,000 rows took 7.6 times the ideal at a latency
  of 400 ms. Now the number of rows at a time grows with the responses if these take long.`;
