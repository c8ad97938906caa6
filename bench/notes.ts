/** What the figures do not say: what was tried, and why a goal is missed. */
export const NOTES = `### What was tried

- **Kept (in \`scripts/shell.ts\`, \`scripts/later-packages.ts\`, \`scripts/precompile.ts\`, \`scripts/sdk-client.ts\`).** A first load and query took
  4.0 times the floor. Half of the code were validators of other operations, and a third were packages for files, links and schemas: both are
  parts now that are unpacked when they are asked for. The SDK's client, with its ways to log in and to send, is replaced by the little that
  is used of it. Starting \`Intl\` for one comma took 20 ms, and copying all options 17 ms. What is left is the code of all operations:
  compiling and evaluating 0.5 MB, of which a chat uses less than half. Loading it module by module would be the next step.
- **Kept (\`transport/large-json.ts\`, \`images/picture.ts\`, \`options/data-url.ts\`).** An image of 20 MB took 15 times the floor: \`JSON.parse\` read it
  all, it was decoded to find its size, and looking for secrets made V8 copy the joined data URL. Each of these was between a tenth and two
  fifths of the query.
- **Kept (\`transport/event-lines.ts\`).** Large data of events is cut out of their bytes: three partial images took 7.3 times the floor, and
  2 MB of one event twice what they take now.
- **Dropped.** \`vm.compileFunction\` in place of a script gained 4% of a first query. A cache
  of V8's code would have to be written to the disk of the host. The table that finds secrets is made for every query, 3% of it: to keep
  it would keep keys in memory for longer.
- **Kept (\`text/plain-delta.ts\`).** Chunks of a chat with nothing but a text that is new are not read field by field: a fifth less of
  1,000 deltas. Each is still parsed, and given to the host by a generator, which lets the host take them as slowly as it likes.
- **Kept (\`failures/outgoing-filter.ts\`).** Secrets are looked for in integers, and once in a partial image: a sixth less of an image of 4 MB.
- **Kept (\`scripts/shell.ts\`).** The packed code is a comment of the shell, which V8 skips: as a string it was read and copied for every
  query, which was half of a later load and a quarter of a chat query in \`module-from-string\`.
- **Kept (\`bulk/concurrency.ts\`, \`bulk/pacer.ts\`).** With ten rows at a time whatever the server, 1,000 rows took 7.6 times the ideal 400 ms
  away. Now the number grows with the responses where these take long.`;
