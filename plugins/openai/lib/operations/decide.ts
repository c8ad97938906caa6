import { runMany } from '../bulk/bulk-run';
import { readConcurrency } from '../bulk/concurrency';
import { withPacer } from '../bulk/pacer';
import * as many from '../bulk/rows';
import type { BulkEnd } from '../bulk/task';
import { inspectTemplate, readTemplate, warnOfSamePrompt } from '../bulk/template';
import * as own from '../decisions/decide-options';
import { createSender, type Decided, type DecideRequest, listSubjects, toBody } from '../decisions/decide-request';
import {
  billDecided,
  type DecisionData,
  type DecisionRows,
  toDecision,
  toDecisionRows,
} from '../decisions/decide-result';
import { inspectQuestions, type QuestionsOption, questions, readQuestions } from '../decisions/questions';
import { toDataUrl } from '../files/file-content';
import { moderatedImages } from '../images/image-inputs';
import { defineOperation } from '../operation';
import * as shared from '../options/shared-options';
import type { LoadedFile } from '../types/file';

interface Options {
  model: string;
  input?: string;
  images?: LoadedFile[];
  questions: QuestionsOption;
  rows?: object[];
  prompt?: string;
  review_below?: number;
  concurrency?: number;
  safety_identifier?: string;
}

/** Rows end one by one; a single input has one response. */
type Response = Decided | BulkEnd<Decided>;

export const decide = defineOperation<Options, DecideRequest, Response, DecisionData | DecisionRows>({
  summary: 'decide',
  title: 'Decide (yes/no, choices, scores)',
  needs: { endpoints: ['/decisions'], default: 'decision' },

  required: ['questions'],
  options: {
    input: own.input,
    questions,
    review_below: own.review_below,
    rows: { ...many.rows, description: 'Instead of an input: a list of objects, each decided on.', maxItems: 50_000 },
    prompt: { ...many.prompt, description: 'For rows: [[name]] inserts a field, [[row]] the whole row as JSON.' },
    images: {
      ...moderatedImages,
      description: 'Images to decide on, beside the input or each row. File ids are not supported.',
    },
    concurrency: {
      ...many.concurrency,
      description: 'For rows: how many at a time, 1 to 100; if empty, as many as the server accepts.',
    },
    safety_identifier: shared.safety_identifier,
  },
  checks: {
    inspect: options => [
      ...own.inspectSubject(options),
      ...inspectQuestions(options.questions),
      ...inspectTemplate('prompt', options.prompt, options.rows),
    ],
  },
  billing: {
    requests: function* ({ count, subject, body }) {
      for (let index = 0; index < count; index += 1) {
        const each = subject(index);
        if ('text' in each) yield { endpoint: '/decisions', body: body(each) };
      }
    },
    response: billDecided,
  },
  transport: { countRequests: ({ count }) => count },

  buildRequest: (options, context) => {
    const { model, input, rows, prompt, images = [], concurrency, safety_identifier } = options;
    const asked = readQuestions(options.questions);
    if (rows) warnOfSamePrompt(readTemplate(prompt ?? '').fields.length > 0, context.warn);
    return {
      model,
      count: rows?.length ?? 1,
      isMany: rows !== undefined,
      concurrency: readConcurrency(concurrency, images.length > 0),
      questions: asked,
      subject: listSubjects({ input, rows, prompt, images: images.map(toUrl) }),
      body: toBody(model, asked, { safety_identifier }, context),
    };
  },

  send: (client, request, call) => {
    const { count, concurrency, model, subject } = request;
    const ask = createSender(client, request, call);
    if (!request.isMany) {
      const only = subject(0);
      if ('code' in only) throw new Error(only.message);
      return call.attempt(async () => (await ask(only, call.signal)).data);
    }
    return withPacer(call.connection, model, pacer =>
      runMany(
        index => {
          const each = subject(index);
          if ('code' in each) return each;
          const tokens = Math.ceil(each.text.length / 4);
          return { tokens, content: each, send: signal => ask(each, signal) };
        },
        { count, concurrency, pacer },
        call
      )
    );
  },

  toResult: (response, { questions: given, rows = [], review_below }, { warn }) => {
    const asked = readQuestions(given);
    return 'ends' in response
      ? toDecisionRows(response, rows, asked, review_below, warn)
      : toDecision(response, asked, review_below, warn);
  },
});

/** File ids were rejected earlier. */
function toUrl(file: LoadedFile): string {
  if ('file_id' in file) return file.file_id;
  return 'api_link' in file ? file.api_link : toDataUrl(file);
}
