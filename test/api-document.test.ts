import type { ReceivedRequest } from 'openai-emulator';
import { findAnswerViolations, findViolations, hasDocument } from './support/api-document';

const request = (body: object, path = '/v1/chat/completions'): ReceivedRequest => ({
  method: 'POST',
  path,
  headers: {},
  body,
  rawBody: Buffer.alloc(0),
});
const messages = [{ role: 'user', content: 'Hello' }];
/** What is expected of the document; the facts taken from it say it in other words. */
const found = (violation: string) => [hasDocument ? violation : expect.any(String)];
/** What only the document itself can find. */
const foundThere = (violation: string) => (hasDocument ? [violation] : []);

beforeAll(() => {
  if (!hasDocument) {
    console.warn(
      "OpenAI's own API document is not at hand, so requests are checked against the facts taken from it, and answers are not; name it in OPENAI_API_DOCUMENT."
    );
  }
});

describe("the check of requests against OpenAI's own API document", () => {
  it('passes what the API takes', () => {
    expect(findViolations(request({ model: 'gpt-99', messages, temperature: null }))).toEqual([]);
    expect(findViolations({ method: 'GET', path: '/v1/models', headers: {}, rawBody: Buffer.alloc(0) })).toEqual([]);
  });

  it('passes what the API takes since the document was published', () => {
    const body = { model: 'gpt-image-2.6-flare', prompt: 'A lighthouse', quality: 'max', output_format: 'svg' };
    expect(findViolations(request(body, '/v1/images/generations'))).toEqual([]);
  });

  it('finds what is missing, of the wrong type, or unknown', () => {
    expect(findViolations(request({ model: 'gpt-99' }))).toEqual(
      found("/chat/completions must have required property 'messages'")
    );
    expect(findViolations(request({ model: 'gpt-99', messages, n: 'two' }))).toEqual(
      found('/chat/completions/n must be integer,null')
    );
    expect(findViolations(request({ model: 'gpt-99', messages, stop_sequence: 'END' }))).toEqual(
      found('/chat/completions does not know stop_sequence')
    );
    expect(findViolations(request({ prompt: 'A lighthouse', quality: 'best' }, '/v1/images/generations'))).toEqual(
      found('/images/generations/quality is "best"')
    );
    expect(findViolations(request({}, '/v1/chat/completion'))).toEqual(
      found('POST /chat/completion is not in the document')
    );
  });
});

describe("the check of answers against OpenAI's own API document", () => {
  it('passes what the API answers, and finds what it does not', () => {
    const counts = { total: 1, completed: 1, failed: 0 };
    const batch = { id: 'batch_1', object: 'batch', endpoint: '/v1/responses', input_file_id: 'file-1', created_at: 1 };
    const right = { ...batch, completion_window: '24h', status: 'completed', request_counts: counts };
    expect(findAnswerViolations('GET', '/v1/batches/batch_1', right)).toEqual([]);
    expect(findAnswerViolations('GET', '/v1/batches/batch_1', { ...right, created_at: 'today' })).toEqual(
      foundThere('/batches/batch_1/created_at must be integer')
    );
    expect(findAnswerViolations('PUT', '/v1/batches/batch_1', right)).toEqual(
      foundThere('PUT /batches/batch_1 is not in the document')
    );
  });
});
