import type { ModerationCreateParams, ModerationCreateResponse } from 'openai/resources/moderations';
import { inspectTexts, listTexts, texts } from '../embeddings/input-texts';
import { groupTexts } from '../embeddings/token-bounds';
import { checkBody } from '../failures/body-check';
import { toDataUrl } from '../files/file-content';
import * as inputs from '../images/image-inputs';
import { type ModeratedInput, type ModerationData, toModeration } from '../moderation/moderation-result';
import { defineOperation } from '../operation';
import { addExtra } from '../options/extra-parameters';
import { sendAll } from '../transport/send-all';
import type { LoadedFile } from '../types/file';

interface Options {
  model: string;
  input?: string | string[];
  images?: LoadedFile[];
}

interface Request {
  requests: { subjects: ModeratedInput[]; body: ModerationCreateParams }[];
}

/** The inputs of each request, with the response. */
type Responses = [ModeratedInput[], ModerationCreateResponse][];

/** OpenAI's model has a context of 32,768 tokens; the limit on texts in a request is not documented. */
const MAX_TEXTS = 32;
const MAX_TOKENS = 32_768;

export const moderation = defineOperation<Options, Request, Responses, ModerationData>({
  summary: 'moderate the content',
  title: 'Moderation',
  needs: { endpoints: ['/moderations'], default: 'moderation' },

  required: [],
  options: {
    input: {
      ...texts,
      description: 'Text, or a list of texts, each checked on its own.',
      examples: ['{{components.comment1.value}}'],
      long: true,
    },
    images: inputs.moderatedImages,
  },
  checks: {
    inspect: ({ input, images }) =>
      input === undefined && images === undefined
        ? [{ field: 'input', message: 'input or images is required' }]
        : inspectTexts('input', input),
  },
  billing: {
    // The API checks each text of a list, but accepts only one image per request.
    requests: ({ requests }) => requests.map(({ body }) => ({ endpoint: '/moderations', body })),
  },
  transport: { countRequests: ({ requests }) => requests.length },

  buildRequest: ({ model, input = [], images = [] }, context) => {
    const shared = addExtra({ model }, context);
    const groups = groupTexts(listTexts(input), MAX_TEXTS, MAX_TOKENS);
    let index = 0;
    const ofTexts = groups.map(group => ({
      subjects: group.map(() => ({ kind: 'text' as const, index: index++ })),
      body: { ...shared, input: group },
    }));
    const ofImages = images.map((file, place) => ({
      subjects: [{ kind: 'image' as const, index: place }],
      body: { ...shared, input: [{ type: 'image_url' as const, image_url: { url: toUrl(file) } }] },
    }));
    return { requests: [...ofTexts, ...ofImages] };
  },

  send: (client, { requests }, call) =>
    sendAll(requests, async ({ subjects, body }) => {
      const response = await call.attempt(async () => {
        const judged = await client.moderations.create(body, { signal: call.signal });
        checkBody(judged);
        return judged;
      });
      return [subjects, response];
    }),

  toResult: (responses, _, { warn }) => {
    const data = toModeration(responses, warn);
    const raw = responses.map(([, response]) => response);
    return {
      message: data.flagged ? 'The content was flagged' : 'Nothing was flagged',
      data,
      id: raw[0]?.id,
      model: raw[0]?.model,
      raw: raw.length === 1 ? raw[0] : raw,
    };
  },
});

/** File ids were rejected earlier. */
function toUrl(file: LoadedFile): string {
  if ('file_id' in file) return file.file_id;
  return 'api_link' in file ? file.api_link : toDataUrl(file);
}
