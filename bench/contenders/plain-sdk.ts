import OpenAI, { toFile } from 'openai';

/** A plugin in the form of ToolJet's own: a new client of the SDK for every query, and no more than its calls. */

interface Source {
  apiKey: string;
  baseUrl: string;
}

interface Query {
  operation: string;
  model: string;
  prompt: string;
  image?: string;
  partial_images?: number;
  input?: string[];
  message_history?: OpenAI.ChatCompletionMessageParam[];
}

export default class PlainPlugin {
  async run({ apiKey, baseUrl }: Source, query: Query, isStream = false): Promise<object> {
    const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0 });
    return { status: 'ok', data: await (isStream ? readStream : ask)(client, query) };
  }
}

async function ask(client: OpenAI, query: Query): Promise<unknown> {
  const { operation, model, prompt, image = '', input = [], message_history = [] } = query;
  switch (operation) {
    case 'image_generation':
      return client.images.generate({ model, prompt });
    case 'image_edit': {
      const content = Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
      const file = await toFile(content, 'image.png', { type: 'image/png' });
      return client.images.edit({ model, prompt, image: file });
    }
    case 'generate_embedding':
      return client.embeddings.create({ model, input });
    default: {
      const messages = [...message_history, { role: 'user' as const, content: prompt }];
      const { choices } = await client.chat.completions.create({ model, messages });
      return choices[0]?.message.content;
    }
  }
}

async function readStream(client: OpenAI, { operation, model, prompt, partial_images = 0 }: Query): Promise<unknown> {
  if (operation === 'image_generation') {
    const images = [];
    const events = await client.images.generate({ model, prompt, partial_images, stream: true });
    for await (const { b64_json } of events) images.push(b64_json);
    return images;
  }
  let text = '';
  const messages = [{ role: 'user' as const, content: prompt }];
  const events = await client.chat.completions.create({ model, messages, stream: true });
  for await (const { choices } of events) text += choices[0]?.delta.content ?? '';
  return text;
}
