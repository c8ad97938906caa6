// Runs in a scratch folder beside the client libraries installed there, and prints a line of JSON for each job.
import assert from 'node:assert/strict';
import { createOpenAI } from '@ai-sdk/openai';
import { tool as langchainTool } from '@langchain/core/tools';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { Agent, tool as agentTool, run, setDefaultOpenAIClient, setTracingDisabled } from '@openai/agents';
import { embedMany, generateObject, generateText, stepCountIs, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';

const [baseURL] = process.argv.slice(2);
const apiKey = 'sk-emulator';
const model = 'gpt-6-luna';
const person = z.object({ name: z.string(), age: z.number().int() });
const city = z.object({ city: z.string() });
const question = 'Use get_weather for Oslo';

const provider = createOpenAI({ baseURL, apiKey });
const client = new OpenAI({ baseURL, apiKey });
const langchain = settings => new ChatOpenAI({ model, apiKey, configuration: { baseURL }, ...settings });

async function collect(stream) {
  let text = '';
  for await (const part of stream) text += part;
  return text;
}

const jobs = {
  'Vercel AI SDK': {
    'text by responses': async () => assert((await generateText({ model: provider(model), prompt: 'Hello' })).text),
    'text by chat': async () => assert((await generateText({ model: provider.chat(model), prompt: 'Hello' })).text),
    stream: async () => assert(await collect(streamText({ model: provider(model), prompt: 'Hello' }).textStream)),
    object: async () => {
      const { object } = await generateObject({ model: provider(model), schema: person, prompt: 'Ada is 36' });
      assert.equal(object.age, 36);
    },
    'tool loop': async () => {
      const weather = tool({
        description: 'Weather of a city',
        inputSchema: city,
        execute: async () => 'sunny, 12 degrees',
      });
      const settings = { model: provider(model), prompt: question, tools: { get_weather: weather } };
      const { text, steps } = await generateText({ ...settings, stopWhen: stepCountIs(3) });
      assert.equal(steps.length, 2);
      assert.match(text, /sunny/);
    },
    embeddings: async () => {
      const { embeddings } = await embedMany({
        model: provider.embedding('text-embedding-3-small'),
        values: ['a', 'b'],
      });
      assert.equal(embeddings.length, 2);
    },
  },
  LangChain: {
    text: async () => assert((await langchain().invoke('Hello')).text),
    'text by responses': async () => assert((await langchain({ useResponsesApi: true }).invoke('Hello')).text),
    stream: async () => {
      const texts = [];
      for await (const chunk of await langchain().stream('Hello')) texts.push(chunk.text);
      assert(texts.join(''));
    },
    'structured output': async () => {
      assert.equal((await langchain().withStructuredOutput(person).invoke('Ada is 36')).age, 36);
    },
    tools: async () => {
      const weather = langchainTool(() => 'sunny', { name: 'get_weather', description: 'Weather', schema: city });
      assert.equal((await langchain().bindTools([weather]).invoke(question)).tool_calls?.length, 1);
    },
    embeddings: async () => {
      const embeddings = new OpenAIEmbeddings({ model: 'text-embedding-3-small', apiKey, configuration: { baseURL } });
      assert.equal((await embeddings.embedDocuments(['a', 'b'])).length, 2);
    },
  },
  "OpenAI SDK's helpers": {
    'parse in chat': async () => {
      const messages = [{ role: 'user', content: 'Ada is 36' }];
      const response_format = zodResponseFormat(person, 'person');
      const { choices } = await client.chat.completions.parse({ model, messages, response_format });
      assert.equal(choices[0].message.parsed.age, 36);
    },
    'parse in responses': async () => {
      const text = { format: zodTextFormat(person, 'person') };
      assert.equal((await client.responses.parse({ model, input: 'Ada is 36', text })).output_parsed.age, 36);
    },
    'run tools': async () => {
      const parameters = z.toJSONSchema(city);
      const get_weather = { name: 'get_weather', parameters, parse: JSON.parse, function: () => 'sunny' };
      const messages = [{ role: 'user', content: question }];
      const runner = client.chat.completions.runTools({
        model,
        messages,
        tools: [{ type: 'function', function: get_weather }],
      });
      assert.match(await runner.finalContent(), /sunny/);
    },
    'stream in chat': async () => {
      const messages = [{ role: 'user', content: 'Hello' }];
      assert(await client.chat.completions.stream({ model, messages }).finalContent());
    },
    'stream in responses': async () => {
      assert((await client.responses.stream({ model, input: 'Hello' }).finalResponse()).output_text);
    },
    'files in a vector store': async () => {
      const store = await client.vectorStores.create({ name: 'Notes' });
      const file = new File(['The light is on.'], 'notes.txt');
      assert.equal((await client.vectorStores.files.uploadAndPoll(store.id, file)).status, 'completed');
    },
  },
  'Agents SDK': {
    text: async () => {
      const agent = new Agent({ name: 'Helper', model, instructions: 'Be brief.' });
      assert((await run(agent, 'Hello')).finalOutput);
    },
    'tool loop': async () => {
      const weather = { name: 'get_weather', description: 'Weather of a city', parameters: city };
      const tools = [agentTool({ ...weather, execute: async () => 'sunny' })];
      assert.match((await run(new Agent({ name: 'Helper', model, tools }), question)).finalOutput, /sunny/);
    },
    'typed output': async () => {
      const agent = new Agent({ name: 'Reader', model, outputType: person });
      assert.equal((await run(agent, 'Ada is 36')).finalOutput.age, 36);
    },
    stream: async () => {
      const stream = await run(new Agent({ name: 'Helper', model }), 'Hello', { stream: true });
      assert(await collect(stream.toTextStream()));
    },
  },
};

setDefaultOpenAIClient(client);
setTracingDisabled(true);
for (const [library, ofLibrary] of Object.entries(jobs)) {
  for (const [job, work] of Object.entries(ofLibrary)) {
    const fault = await work().then(
      () => null,
      error => String(error?.message ?? error)
    );
    console.log(JSON.stringify({ library, job, fault }));
  }
}
process.exit();
