import { imageSize } from 'image-size';
import OpenAI from 'openai';
import { type Fields, type Result, startPlugin, type TestPlugin } from '../support/plugin';
import { contentOf, paint, paintMask, toDataUrl } from '../support/sample-files';

interface Data {
  images: { id: string; data_url: string; mime_type: string; width: number; height: number; revised_prompt?: string }[];
}
interface Turn {
  previous_response_id: string;
  image_id: string;
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ models: 'retired' });
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

const query = { operation: 'image_edit', model: 'gpt-image-2.5-flare', prompt: 'Make it darker' };
const refine = (options: object) => plugin.run<Data>({ ...query, ...options });

/** A first picture, drawn by whatever else talks to the API. */
async function begin(): Promise<Turn> {
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: plugin.emulator.baseUrl });
  const { id, output } = await client.responses.create({
    model: 'gpt-5.4',
    input: 'Draw a harbour',
    tools: [{ type: 'image_generation', size: '1536x1024' }],
    tool_choice: { type: 'image_generation' },
  });
  const call = output.find(({ type }) => type === 'image_generation_call');
  return { previous_response_id: id, image_id: call?.id ?? '' };
}

const idsOf = ({ metadata, data }: Result<Data>) => [metadata.id, data.images[0]?.id];
const toolSent = () => {
  const [tool] = plugin.lastBody()['tools'] as Fields[];
  return tool;
};
const partsSent = () => {
  const [message] = plugin.lastBody()['input'] as Fields[];
  return message?.['content'];
};

describe('an earlier image', () => {
  it('is changed by the id of its answer, without being sent again [D13 D16 D25 row 59 row 67]', async () => {
    const { previous_response_id } = await begin();
    const { message, data, metadata } = await refine({ previous_response_id });
    expect(plugin.lastRequest()).toMatchObject({ method: 'POST', path: '/v1/responses' });
    expect(plugin.lastBody()).toEqual({
      model: expect.stringMatching(/^gpt-\d/),
      previous_response_id,
      input: [{ role: 'user', content: [{ type: 'input_text', text: query.prompt }] }],
      tools: [{ type: 'image_generation', action: 'edit', model: query.model }],
      tool_choice: { type: 'image_generation' },
    });
    expect(message).toBe('Image edited successfully');
    expect(imageSize(contentOf(data.images[0]?.data_url))).toMatchObject({ type: 'png', width: 1536, height: 1024 });
    expect(data.images).toMatchObject([{ mime_type: 'image/png', width: 1536, height: 1024 }]);
    expect(metadata).toMatchObject({
      operation: 'image_edit',
      model: query.model,
      id: expect.stringMatching(/^resp_/),
    });
  });

  it('is changed by its own id [D26 row 59 row 68]', async () => {
    const { image_id } = await begin();
    const { data } = await refine({ image_id });
    expect(plugin.lastBody()['input']).toEqual([
      { role: 'user', content: [{ type: 'input_text', text: query.prompt }] },
      { type: 'image_generation_call', id: image_id },
    ]);
    expect(plugin.lastBody()).not.toHaveProperty('previous_response_id');
    expect(data.images).toMatchObject([{ width: 1536, height: 1024 }]);
  });

  it('gives new ids, either of which leads to a third turn and a fourth [D24 D25 D26 row 67 row 68]', async () => {
    const first = await begin();
    const second = await refine({ previous_response_id: first.previous_response_id });
    const [answer, image] = idsOf(second);
    expect(image).toMatch(/^ig_/);
    expect([answer, image]).not.toEqual([first.previous_response_id, first.image_id]);
    const third = await refine({ previous_response_id: answer, prompt: 'Add a boat' });
    const fourth = await refine({ image_id: third.data.images[0]?.id, prompt: 'Add a gull' });
    expect(new Set([first.previous_response_id, ...[second, third, fourth].map(turn => turn.metadata.id)]).size).toBe(
      4
    );
    expect(new Set([second, third, fourth].map(({ data }) => data.images[0]?.data_url)).size).toBe(3);
    expect(fourth.data.images).toMatchObject([{ width: 1536, height: 1024 }]);
  });

  it('is changed with a further image beside it, given as base64 or kept at OpenAI [D15]', async () => {
    const { previous_response_id } = await begin();
    const image = toDataUrl(await paint('webp'), 'image/webp');
    await refine({ previous_response_id, image: [image, 'file-sample'] });
    expect(partsSent()).toEqual([
      { type: 'input_text', text: query.prompt },
      { type: 'input_image', detail: 'auto', image_url: image },
      { type: 'input_image', detail: 'auto', file_id: 'file-sample' },
    ]);
  });

  it('is changed where a mask says [row 62]', async () => {
    const { image_id } = await begin();
    const mask = toDataUrl(await paintMask(1536, 1024));
    await refine({ image_id, mask });
    expect(toolSent()).toMatchObject({ input_image_mask: { image_url: mask } });
  });

  it('comes with the prompt as it was rewritten [D22 D23 row 54]', async () => {
    const { data } = await refine({ image_id: (await begin()).image_id });
    expect(data.images[0]?.revised_prompt).toContain('Make it darker');
    expect(data.images[0]?.revised_prompt).not.toBe('Make it darker');
  });

  it('comes with its call, which has id, type and status, in the raw answer [D24]', async () => {
    const { data, metadata } = await refine({ image_id: (await begin()).image_id, include_raw: true });
    const { id, output = [] } = metadata.raw as { id?: string; output?: Fields[] };
    expect(id).toBe(metadata.id);
    expect(output.map(call => [call['id'], call['type'], call['status']])).toEqual([
      [data.images[0]?.id, 'image_generation_call', 'completed'],
    ]);
  });

  it('comes with the tokens of its image, not only with those of the talk about it [row 116]', async () => {
    const { metadata } = await refine({ image_id: (await begin()).image_id, quality: 'high' });
    expect(metadata.usage?.['input_image_tokens']).toBeGreaterThan(0);
    expect(metadata.usage?.['output_tokens']).toBeGreaterThan(4000);
  });

  it('is shown by a dry run without a request [row 139]', async () => {
    const { data } = await refine({ image_id: 'ig_1', dry_run: true });
    expect(data).toMatchObject({ url: `${plugin.emulator.baseUrl}/responses`, body: { tools: [{ action: 'edit' }] } });
    expect(plugin.emulator.requests).toEqual([]);
  });
});

describe('options of such a turn', () => {
  it.each([
    { size: '1024x1536', quality: 'low', output_format: 'jpeg', output_compression: 40, background: 'opaque' },
    { size: '1536x1024', quality: 'high', output_format: 'webp', output_compression: 80, moderation: 'low' },
    { size: 'auto', quality: 'auto', background: 'auto', output_format: 'png', input_fidelity: 'high' },
    { quality: 'medium', background: 'transparent', output_format: 'webp' },
  ])('go to the tool: %j [D10 D17 D18 D19 D20 D21]', async options => {
    const { data } = await refine({ image_id: (await begin()).image_id, ...options });
    expect(toolSent()).toEqual({ type: 'image_generation', action: 'edit', model: query.model, ...options });
    expect(data.images).toMatchObject([{ mime_type: `image/${options.output_format}` }]);
  });

  it('have an orientation, which is the size of that shape [row 44]', async () => {
    const { data } = await refine({ image_id: (await begin()).image_id, orientation: 'portrait' });
    expect(toolSent()).toMatchObject({ size: '1024x1536' });
    expect(data.images).toMatchObject([{ width: 1024, height: 1536 }]);
  });

  it('let another model talk, and the safety identifier through', async () => {
    const { image_id } = await begin();
    await refine({ image_id, safety_identifier: 'user-1', extra_parameters: { model: 'gpt-5.4', store: true } });
    expect(plugin.lastBody()).toMatchObject({ model: 'gpt-5.4', store: true, safety_identifier: 'user-1' });
  });

  it('let the image model be chosen [D31]', async () => {
    await refine({ image_id: (await begin()).image_id, model: 'gpt-image-1.5' });
    expect(toolSent()).toMatchObject({ model: 'gpt-image-1.5' });
  });
});

describe('answers of such a turn', () => {
  const answerWith = (body: object) =>
    plugin.emulator.answerNext('/v1/responses', {
      body: { id: 'resp_1', object: 'response', created_at: 1, status: 'completed', error: null, ...body },
    });
  const fail = () => plugin.failure({ ...query, image_id: 'ig_1' });

  it('give the images of every call, told apart from all else by type [D14]', async () => {
    const [one, two] = await Promise.all([paint('png'), paint('jpeg', { width: 32 })]);
    answerWith({
      output: [
        { type: 'reasoning', id: 'rs_1', summary: [] },
        { type: 'image_generation_call', id: 'ig_2', status: 'completed', result: one.toString('base64') },
        {
          type: 'message',
          id: 'msg_1',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'Here', annotations: [] }],
        },
        { type: 'image_generation_call', id: 'ig_3', status: 'completed', result: two.toString('base64') },
        { type: 'image_generation_call', id: 'ig_4', status: 'failed', result: null },
      ],
    });
    const { data, metadata } = await refine({ image_id: 'ig_1' });
    expect(data.images).toMatchObject([
      { id: 'ig_2', data_url: toDataUrl(one), mime_type: 'image/png', width: 64 },
      { id: 'ig_3', data_url: toDataUrl(two, 'image/jpeg'), mime_type: 'image/jpeg', width: 32 },
    ]);
    expect(metadata.id).toBe('resp_1');
    expect(data.images[0]).not.toHaveProperty('revised_prompt');
  });

  it('fail where the model only talks [row 122 bug: success with no image]', async () => {
    answerWith({ output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'No' }] }] });
    const { message, description } = await fail();
    expect(message).toBe('Could not edit the image');
    expect(description).toContain('without an image');
  });

  it('fail with the reason that a failed answer gives [row 122 row 123 bug: error body dropped]', async () => {
    answerWith({
      status: 'failed',
      error: { code: 'image_content_policy_violation', message: 'Your request was rejected by the safety system.' },
      output: [],
    });
    const { description, data } = await fail();
    expect(description).toContain('rejected by the safety system');
    expect(data).toMatchObject({ category: 'content_policy', retryable: false });
  });

  it.each([
    ['previous_response_id', 'resp_gone'],
    ['image_id', 'ig_gone'],
  ])('fail where %s is not known any more [row 122 row 123]', async (field, id) => {
    const { description, data } = await plugin.failure({ ...query, [field]: id });
    expect(description).toContain('not found');
    expect(data).toMatchObject({ param: expect.any(String), retryable: false });
    expect(data.category).not.toBe('model_not_found');
  });
});
