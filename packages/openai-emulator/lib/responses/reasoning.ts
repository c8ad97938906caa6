import type { ResponseReasoningItem } from 'openai/resources/responses/responses';
import { countTokens, splitForStream } from '../answers/tokens';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, textOf, textsIn } from '../http/json';
import { type ApiRequest, newId } from '../http/messages';
import { effortOf } from '../models/reasoning';
import type { ItemEvent, OutputPart } from './types';

/** Never verified, so that what only verified organizations may do can be seen refused. */
const unverifiedOrganization = 'org-unverified';
const verification =
  'Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization. ' +
  'If you just verified, it can take up to 15 minutes for access to propagate.';

function reasoningIn(body: JsonObject): JsonObject {
  return isObject(body['reasoning']) ? body['reasoning'] : {};
}

export function wantsSummary(body: JsonObject): boolean {
  const { summary, generate_summary } = reasoningIn(body);
  return textOf(summary ?? generate_summary) !== '';
}

function thinks(body: JsonObject): boolean {
  const { effort } = reasoningIn(body);
  return effort !== 'none' && effortOf(textOf(body['model']), undefined) !== undefined;
}

/** Refuses what the API refuses to organizations that it does not know well enough. */
export function checkReasoning(body: JsonObject, { headers }: ApiRequest): void {
  if (
    headers['openai-organization'] !== unverifiedOrganization ||
    effortOf(textOf(body['model']), undefined) === undefined
  ) {
    return;
  }
  const code = 'unsupported_value';
  if (wantsSummary(body)) {
    const message = `Your organization must be verified to generate reasoning summaries. ${verification}`;
    throw new ApiError(message, { param: 'reasoning.summary', code });
  }
  if (body['stream'] === true) {
    const message = `Your organization must be verified to stream this model. ${verification}`;
    throw new ApiError(message, { param: 'stream', code });
  }
}

function* streamSummary({ id: item_id, summary }: ResponseReasoningItem, output_index: number): Iterable<ItemEvent> {
  for (const [summary_index, { text, type }] of summary.entries()) {
    const place = { item_id, output_index, summary_index };
    yield { type: 'response.reasoning_summary_part.added', ...place, part: { type, text: '' } };
    for (const delta of splitForStream(text)) {
      yield { type: 'response.reasoning_summary_text.delta', ...place, delta };
    }
    yield { type: 'response.reasoning_summary_text.done', ...place, text };
    yield { type: 'response.reasoning_summary_part.done', ...place, part: { type, text } };
  }
}

/** Thoughts, of which nothing is seen but their summary. */
export function makeReasoning(thoughts: string[]): OutputPart {
  const id = newId('rs_');
  const item: ResponseReasoningItem = {
    id,
    type: 'reasoning',
    summary: thoughts.map(text => ({ type: 'summary_text', text })),
    encrypted_content: Buffer.from(`thoughts of ${id}`).toString('base64'),
  };
  return {
    item,
    draft: { id, type: 'reasoning', summary: [] },
    events: outputIndex => streamSummary(item, outputIndex),
    tokens: countTokens(thoughts.join('')),
  };
}

/** What a model thinks before it does anything, if the request wants to know of it. */
export function reasonAbout(subject: string, body: JsonObject): OutputPart[] {
  const isWanted = wantsSummary(body) || textsIn(body['include']).includes('reasoning.encrypted_content');
  if (!isWanted || !thinks(body)) return [];
  const summary = [
    `**Understanding the request**\n\nThe question is about ${subject}. I consider what is being asked for.`,
    `**Choosing an approach**\n\nA direct answer about ${subject} serves best, with what the tools can add to it.`,
  ];
  return [makeReasoning(wantsSummary(body) ? summary : [])];
}
