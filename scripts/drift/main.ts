import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAIQueryService from '../../plugins/openai/lib/index';
import { collectResponse } from '../../plugins/openai/lib/responses/response-stream';
import { type AccountModel, compareAccount, listDyingDefaults, listStale, listUnlisted } from './catalogue';
import { OBJECTS, WORDS } from './objects';
import { EMULATOR, explain, MODELS, PLUGIN } from './passed-over';
import { PIXEL, REQUESTS } from './requests';
import { fetchSdk, readTypes, type SdkTypes } from './sdk';
import { type Fate, findUncovered, tryExample, tryValue } from './try-values';

const RESPONSES = 'responses/responses';

function print(title: string, lines: string[]): void {
  console.log(`\n${title}: ${lines.length === 0 ? 'none' : lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
}

type Note = (fate: Fate, what: string) => void;

/** Every value of the SDK's types, by how it fares in a dry run. */
async function tryAll(types: SdkTypes): Promise<Map<Fate, string[]>> {
  const fates = new Map<Fate, string[]>();
  const note = (fate: Fate, what: string) => fates.set(fate, [...(fates.get(fate) ?? []), what]);
  await tryParameters(types, note);
  await tryWords(types, note);
  await tryObjects(types, note);
  return fates;
}

async function tryParameters(types: SdkTypes, note: Note): Promise<void> {
  for (const { operation, file, type, query, other, covered } of REQUESTS) {
    const queries = other ? [query, other] : [query];
    for (const [name, values] of types.parameters(file, type)) {
      if (covered.includes(name)) continue;
      for (const value of values)
        note(await tryValue(operation, queries, name, value), `${operation} ${name}: ${value}`);
    }
  }
}

async function tryWords(types: SdkTypes, note: Note): Promise<void> {
  for (const { operation, option, file, type, query } of WORDS) {
    for (const value of types.strings(file, type))
      note(await tryValue(operation, [query], option, value), `${operation} ${option}: ${value}`);
  }
}

async function tryObjects(types: SdkTypes, note: Note): Promise<void> {
  for (const object of OBJECTS) {
    const { operation, option, parameter, without, file, type, property } = object;
    for (const example of types.examples(file, type, property)) {
      if (without?.some(name => example.path.startsWith(name))) continue;
      const where = parameter ?? option;
      note(await tryExample(object, example), `${operation} ${where}.${example.path}  ${example.shows}`);
    }
  }
}

/** Words of the SDK that stand in no source file of a folder. */
function findAbsent(words: string[], folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /\.(ts|json)$/.test(name));
  const text = names.map(name => readFileSync(join(folder, name), 'utf8')).join('\n');
  return words.filter(word => !text.includes(word));
}

const folders = { plugin: 'plugins/openai/lib', emulator: 'packages/openai-emulator/lib' };

/** The events that change nothing in what a streamed response shows or becomes. */
function findIgnored(events: string[]): string[] {
  return events.filter(type => {
    const collector = collectResponse();
    const shown = collector.take({
      type,
      delta: 'zinc',
      partial_image_b64: PIXEL,
      item: { type: 'message' },
      response: { id: 'resp_1' },
    });
    return shown.length === 0 && collector.finish(true) === undefined;
  });
}

function printMissing(title: string, names: string[], reasons: typeof MODELS): void {
  const { explained, unexplained } = explain(names, reasons);
  print(title, unexplained);
  if (explained.length > 0) print('Passed over with a reason', explained);
}

function compareKinds(types: SdkTypes): void {
  const tools = types.kinds(RESPONSES, 'Tool');
  const items = types.kinds(RESPONSES, 'ResponseOutputItem');
  const events = types.kinds(RESPONSES, 'ResponseStreamEvent');
  printMissing(`Of ${tools.length} tools, unknown to the plugin`, findAbsent(tools, folders.plugin), PLUGIN);
  printMissing(`Of ${items.length} items, unknown to the plugin`, findAbsent(items, folders.plugin), PLUGIN);
  printMissing(`Of ${events.length} events, ignored by the plugin`, findIgnored(events), PLUGIN);
  const sent = [...tools, ...items, ...events];
  printMissing('Unknown to the emulator', findAbsent(sent, folders.emulator), EMULATOR);
}

function compareModels(types: SdkTypes): void {
  const ids = [
    ...new Set([
      ...types.strings('shared', 'ChatModel'),
      ...types.strings('shared', 'ResponsesModel'),
      ...types.strings('images', 'ImageModel'),
      ...types.strings('embeddings', 'EmbeddingModel'),
      ...types.strings('audio/speech', 'SpeechModel'),
      ...types.strings('audio/audio', 'AudioModel'),
      ...types.strings('moderations', 'ModerationModel'),
    ]),
  ];
  printMissing(`Of ${ids.length} models of the SDK, not in the catalogue`, listUnlisted(ids), MODELS);
  printMissing('Not in the emulator', findAbsent(ids, folders.emulator), MODELS);
}

/** Compares with the list of models of an account, whose key is in OPENAI_API_KEY. */
async function compareLive(day: string): Promise<void> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = process.env;
  if (!apiKey) throw new Error('--live needs OPENAI_API_KEY, and may have OPENAI_BASE_URL');
  const result = await new OpenAIQueryService().run(
    { apiKey, ...(baseUrl && { baseUrl }) },
    { operation: 'list_models' }
  );
  const { rows } = result.data as { rows: AccountModel[] };
  print(`Of ${rows.length} models of the account, different from the catalogue`, compareAccount(rows, day));
}

/** Prints where plugin, catalogue and emulator are behind the newest SDK. A report, which no test depends on. */
async function main(): Promise<void> {
  const day = new Date().toISOString().slice(0, 10);
  const sdk = fetchSdk();
  console.log(`SDK ${sdk.version}${sdk.note ? ` (${sdk.note})` : ''}, ${day}`);
  const types = readTypes(sdk);

  const fates = await tryAll(types);
  const total = [...fates.values()].reduce((sum, list) => sum + list.length, 0);
  print(`Of ${total} values of the SDK, refused`, fates.get('refused') ?? []);
  print('Dropped', fates.get('dropped') ?? []);
  print('Sent with a warning, since they are not known', fates.get('sent as unknown') ?? []);
  const uncovered = REQUESTS.flatMap(({ operation, file, type, covered }) =>
    findUncovered(operation, types.parameters(file, type), covered).map(name => `${operation} ${name}`)
  );
  print('Parameters by extra_parameters only', uncovered);
  compareModels(types);
  compareKinds(types);
  print('Defaults that end within 60 days', listDyingDefaults(day));
  print('Last looked over more than 90 days ago', listStale(day));
  if (process.argv.includes('--live')) await compareLive(day);
}

main().catch((error: unknown) => {
  const said: unknown[] = error instanceof Error ? [error.message, Reflect.get(error, 'description')] : [error];
  console.error(said.filter(Boolean).join(': '));
  process.exitCode = 1;
});
