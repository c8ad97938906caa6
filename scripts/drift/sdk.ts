import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openSdkTypes, type SdkNode } from '../../packages/openai-emulator/scripts/shapes/sdk-types';
import { type Example, listExamples } from './nested';

/** A package of the SDK on this machine. */
export interface SdkPackage {
  folder: string;
  version: string;
  /** Why it is not the newest. */
  note?: string;
}

/** Fetches the newest SDK by npm into a scratch folder; the installed one where that fails. */
export function fetchSdk(): SdkPackage {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'drift-'));
    const packed = execFileSync('npm', ['pack', 'openai@latest', '--silent', '--pack-destination', folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    execFileSync('tar', ['-xzf', join(folder, packed.trim().split('\n').at(-1) ?? ''), '-C', folder]);
    return describePackage(join(folder, 'package'));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return {
      ...describePackage(dirname(require.resolve('openai'))),
      note: `the newest could not be fetched: ${reason}`,
    };
  }
}

function describePackage(folder: string): SdkPackage {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { folder, version };
}

/** The parameters of a request, each with the strings that it may be; none where it takes anything. */
export type Parameters = Map<string, string[]>;

/** What the SDK's types say. */
export interface SdkTypes {
  parameters(file: string, type: string): Parameters;
  /** The strings of a union type. */
  strings(file: string, type: string): string[];
  /** The `type` of each member of a union of objects. */
  kinds(file: string, type: string): string[];
  /** Values of a type, or of one of its properties, that together have all its parts. */
  examples(file: string, type: string, property?: string): Example[];
}

/** Reads the types of an SDK package. */
export function readTypes({ folder }: SdkPackage): SdkTypes {
  const sdk = openSdkTypes(join(folder, 'resources'));
  const literals = (node: SdkNode): string[] => (sdk.flatten(node).text?.values ?? []).map(String);
  const objectsOf = (file: string, type: string) => sdk.flatten(sdk.find(file, type)).objects;
  const propertyOf = (file: string, type: string, name: string): SdkNode => {
    const found = objectsOf(file, type).flatMap(({ properties }) => properties.get(name) ?? []);
    if (!found[0]) throw new Error(`The SDK has no ${name} in ${type}`);
    return found[0];
  };
  return {
    examples: (file, type, property) =>
      listExamples(sdk, property ? propertyOf(file, type, property) : sdk.find(file, type), property),
    parameters: (file, type) =>
      new Map(
        objectsOf(file, type).flatMap(({ properties }) => [...properties].map(([name, node]) => [name, literals(node)]))
      ),
    strings: (file, type) => literals(sdk.find(file, type)),
    kinds: (file, type) => {
      const kinds = objectsOf(file, type).map(({ properties }) => properties.get('type'));
      return [...new Set(kinds.flatMap(kind => (kind ? literals(kind) : [])))];
    },
  };
}
