import { connectionOptions } from '../../plugins/openai/lib/connection/connection';
import { type Option, typesOf } from '../../plugins/openai/lib/options/option';
import type { Field } from './field';

/** Stored encrypted by the host: what a stranger could use. */
const SECRET = ['apiKey', 'headers', 'proxyUrl'];

/** The connection form, `manifest.json`, as text. */
export function writeManifest(): string {
  const options: [string, Option][] = Object.entries(connectionOptions);
  const manifest = {
    $schema: 'https://raw.githubusercontent.com/ToolJet/ToolJet/develop/plugins/schemas/manifest.schema.json',
    title: 'OpenAI datasource',
    description: 'Chat, images, research, audio, files and batches with OpenAI, Azure OpenAI and compatible servers',
    type: 'api',
    source: {
      name: 'OpenAI',
      kind: 'openai',
      exposedVariables: { isLoading: false, data: {}, rawData: {} },
      options: Object.fromEntries(
        options.map(([name]) => [name, { type: 'string', encrypted: SECRET.includes(name) }])
      ),
    },
    defaults: Object.fromEntries(
      options.flatMap(([name, { default: value }]) =>
        value === undefined ? [] : [[name, { value: toFormValue(value) }]]
      )
    ),
    properties: Object.fromEntries(options.map(([name, option]) => [name, toConnectionField(name, option)])),
    // A compatible server may need no key, so the key is asked for when the base URL is OpenAI's.
    required: [],
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The host's text fields hold texts. */
function toFormValue(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function toConnectionField(key: string, option: Option): Field {
  const [example] = option.examples ?? [];
  const help = example === undefined ? option.description : `for example ${example}`;
  const encrypted = SECRET.includes(key);
  const common = {
    label: option.title,
    key,
    tooltip: option.description,
    // The host shows asterisks in place of an encrypted field's placeholder.
    ...(encrypted && { encrypted, helpText: help }),
  };
  const { enum: values, labels = [] } = option;
  if (values) {
    return {
      ...common,
      type: 'dropdown',
      list: values.map((value, index) => ({ name: labels[index] ?? value, value })),
    };
  }
  if (typesOf(option).includes('boolean')) return { ...common, type: 'toggle' };
  // In the connection form the host shows `description` as the placeholder.
  return { ...common, type: option.long ? 'textarea' : encrypted ? 'password' : 'text', description: help };
}
