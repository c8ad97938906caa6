import * as http from 'node:http';
import * as https from 'node:https';

/** The least that a plugin can do: a kept connection of Node's own, and no more work than the query cannot do without. */

interface Source {
  apiKey: string;
  baseUrl: string;
}

interface Query {
  operation: string;
  model: string;
  prompt: string;
  image?: string;
  input?: string[];
  message_history?: object[];
}

interface Body {
  type: string;
  parts: (string | Buffer)[];
}

const agents: Record<string, http.Agent> = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

const paths: Record<string, string> = {
  chat: 'chat/completions',
  image_generation: 'images/generations',
  image_edit: 'images/edits',
  generate_embedding: 'embeddings',
  respond: 'responses',
};

export default class Floor {
  async run({ apiKey, baseUrl }: Source, query: Query): Promise<object> {
    const url = new URL(`${baseUrl}/${paths[query.operation]}`);
    const { type, parts } = query.operation === 'image_edit' ? toForm(query) : toJson(query);
    const length = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': type, 'content-length': length };
    const response = await send(url, headers, parts);
    // What is large is read and dropped: nothing can take less.
    if (query.operation.startsWith('image_') || response.headers['content-type'] === 'text/event-stream')
      return { status: 'ok', data: await drop(response) };
    return { status: 'ok', data: JSON.parse(await readText(response)) };
  }
}

function send(url: URL, headers: http.OutgoingHttpHeaders, parts: Body['parts']): Promise<http.IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent: agents[url.protocol], headers }, resolve);
    sending.once('error', reject);
    for (const part of parts.slice(0, -1)) sending.write(part);
    sending.end(parts.at(-1));
  });
}

function toJson({ operation, model, prompt, input, message_history = [], ...rest }: Query): Body {
  const messages = [...message_history, { role: 'user', content: prompt }];
  const body = operation === 'generate_embedding' ? { model, input } : { model, messages, ...rest };
  return { type: 'application/json', parts: [JSON.stringify(body)] };
}

function toForm({ model, prompt, image = '' }: Query): Body {
  const field = (name: string) => `--form\r\ncontent-disposition: form-data; name="${name}"`;
  const head =
    `${field('model')}\r\n\r\n${model}\r\n${field('prompt')}\r\n\r\n${prompt}\r\n` +
    `${field('image')}; filename="image.png"\r\ncontent-type: image/png\r\n\r\n`;
  const content = Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
  return { type: 'multipart/form-data; boundary=form', parts: [head, content, '\r\n--form--\r\n'] };
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  await new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('end', resolve).once('error', reject);
  });
  return Buffer.concat(chunks).toString();
}

async function drop(response: http.IncomingMessage): Promise<number> {
  let bytes = 0;
  await new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    response.once('end', resolve).once('error', reject);
  });
  return bytes;
}
