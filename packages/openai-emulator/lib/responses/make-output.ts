import { findSubject } from '../answers/text';
import { countTokens } from '../answers/tokens';
import { numberOf } from '../http/json';
import { type CitedText, join } from './cited-text';
import { limitCalls } from './limit-calls';
import { listServers } from './mcp-servers';
import { limitWords, makeMessage } from './message';
import { describeTemplate } from './prompt-template';
import { reasonAbout } from './reasoning';
import { isResearch, research } from './research';
import { hasForm, speak } from './speech';
import { chooseHostedTools } from './tool-choice';
import type { OutputPart, ToolOutcome, Turn } from './types';

const earlyEnd = /\bplease stop early\b/i;

function sayWithin(contents: CitedText[], { body, prompt }: Turn): OutputPart {
  const length = contents.reduce((sum, { text }) => sum + countTokens(text), 0);
  const maximum = numberOf(body['max_output_tokens'], Number.POSITIVE_INFINITY);
  const limit = earlyEnd.test(prompt) ? Math.min(maximum, Math.ceil(length / 2)) : maximum;
  let left = limit;
  const words = contents.flatMap(content => {
    if (left <= 0) return [];
    const limited = limitWords(content, left);
    left -= countTokens(content.text);
    return [{ ...limited, isCut: length > limit }];
  });
  return makeMessage(...words);
}

async function callTools(turn: Turn): Promise<{ outcomes: ToolOutcome[]; isSilent: boolean }> {
  const { offers, isForced } = chooseHostedTools(turn);
  const outcomes: ToolOutcome[] = [];
  for (const { tool, hosted } of offers) outcomes.push(await hosted.use(tool, turn));
  const isSilent = isForced && offers.length > 0 && offers.every(({ hosted }) => hosted.endsForcedTurn);
  return { outcomes: limitCalls(outcomes, numberOf(turn.body['max_tool_calls'], Number.POSITIVE_INFINITY)), isSilent };
}

/** Everything that the model does in a turn. */
export async function makeOutput(turn: Turn): Promise<OutputPart[]> {
  const { body, prompt } = turn;
  if (isResearch(turn)) {
    const { parts, report } = await research(turn);
    return report ? [...parts, sayWithin(report, turn)] : parts;
  }
  const thoughts = reasonAbout(findSubject(prompt), body);
  const servers = listServers(turn);
  const { outcomes, isSilent } = await callTools(turn);
  const { words, calls } = await speak(turn, outcomes.length > 0);
  if (words?.kind === 'refusal') return [...thoughts, makeMessage({ ...words, isCut: false })];

  const used = [...thoughts, ...servers, ...outcomes.flatMap(({ parts }) => parts)];
  if (calls.length > 0) return [...used, ...calls];
  if (isSilent || outcomes.some(({ isWaiting }) => isWaiting)) return used;
  const remarks = outcomes.map(({ remark }) => remark).filter(({ text }) => text);
  const hasResults = turn.input.some(({ type }) => type === 'function_call_output');
  const own = words && (remarks.length === 0 || hasResults || hasForm(body)) ? [words] : [];
  const said = hasForm(body) ? join(own) : join([describeTemplate(body['prompt']), join([...remarks, ...own], ' ')]);
  return [...used, sayWithin([said], turn)];
}
