import type { Values } from '../../forms/field';
import type { RecordedRequest } from '../../recording/recorded-request';

const leftOut =
  /^(host|connection|content-length|accept-encoding|user-agent|x-stainless-.*|accept-language|sec-fetch-mode)$/i;

/** The command that sends the same request; its key comes from the environment. */
export function toCurl({ method, url, request: { headers, body } }: RecordedRequest): string {
  const isForm = body.type.startsWith('multipart/');
  const shown = headers.filter(([name]) => !leftOut.test(name) && !(isForm && /^content-type$/i.test(name)));
  const parts = [
    `curl -X ${method} ${quote(url)}`,
    ...shown.map(([name, value]) => `-H ${quoteHeader(name, value)}`),
    ...(isForm ? (body.text ?? '').split('\n').filter(Boolean).map(toFormPart) : []),
    ...(!isForm && body.text ? [`-d ${quote(compact(body.text))}`] : []),
  ];
  return parts.join(' \\\n  ');
}

function quoteHeader(name: string, value: string): string {
  if (!value.includes('[hidden]')) return quote(`${name}: ${value}`);
  return `"${name}: ${value.replace('[hidden]', '$OPENAI_API_KEY')}"`;
}

function toFormPart(line: string): string {
  const [, name = '', file] = /^([^:]+): file "([^"]*)"/.exec(line) ?? [];
  if (file !== undefined) return `-F ${quote(`${name}=@${file}`)}`;
  const [key = '', ...rest] = line.split(': ');
  return `-F ${quote(`${key}=${rest.join(': ')}`)}`;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** What a curl command says, as far as a query can say it too. */
interface Command {
  method?: string | undefined;
  address?: string | undefined;
  bodies: string[];
  fields: Record<string, string>;
}

/** Flags that are followed by a value, and what the value is; a header, a user or a file of the machine is left out. */
const FLAGS: Record<string, (command: Command, value?: string) => void> = {
  ...both(['-X', '--request'], (command, value) => {
    command.method = value;
  }),
  '--url': (command, value) => {
    command.address = value;
  },
  ...both(['-d', '--json'], ({ bodies }, value = '') => void bodies.push(value)),
  ...both(['-F', '--form'], ({ fields }, value = '') => addField(fields, value)),
  ...both(['-H', '--header', '-u', '-o', '--max-time'], () => {}),
};

function both<Value>(names: string[], value: Value): Record<string, Value> {
  return Object.fromEntries(names.map(name => [name, value]));
}

function readCommand(text: string): Command {
  const words = splitWords(text.replace(/\\\r?\n/g, ' ')).filter(word => word !== '$');
  const command: Command = { bodies: [], fields: {} };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const name = word.startsWith('--data') ? '-d' : word;
    const take = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
    if (take) take(command, words.shift());
    else if (word !== 'curl' && !word.startsWith('-')) command.address = word;
  }
  return command;
}

/**
 * The options of a query that sends what a curl command would. Its key is left out: the connection has one.
 *
 * @throws Error that says what is not understood.
 */
export function readCurl(text: string): Values {
  const { method, address, bodies, fields } = readCommand(text);
  if (!address || !URL.canParse(address))
    throw new Error('The command has no address that begins with http:// or https://');
  const url = new URL(address);
  const query = Object.fromEntries(url.searchParams);
  const isForm = Object.keys(fields).length > 0;
  const body = isForm ? JSON.stringify(fields, null, 2) : bodies.join('&');
  return {
    operation: 'api_request',
    method: method ?? (body ? 'POST' : 'GET'),
    // The base URL of the connection ends with /v1.
    path: url.pathname.replace(/^.*?\/v1(?=\/)/, ''),
    ...(Object.keys(query).length > 0 && { query: JSON.stringify(query) }),
    ...(body && { body: pretty(body) }),
  };
}

function addField(fields: Record<string, string>, text: string): void {
  const [name = '', ...value] = text.split('=');
  // A file has to be given anew: the command names one of another machine.
  if (!value.join('=').startsWith('@')) fields[name] = value.join('=');
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Splits as a shell does, as far as quotes go. */
function splitWords(text: string): string[] {
  const pattern = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g;
  return [...text.matchAll(pattern)].map(([word]) =>
    word.replace(
      /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? ''
    )
  );
}
