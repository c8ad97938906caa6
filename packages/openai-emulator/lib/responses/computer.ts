import type { ComputerAction, ResponseComputerToolCall } from 'openai/resources/responses/responses';
import { findSubject } from '../answers/text';
import { countTokens } from '../answers/tokens';
import { readImageReference } from '../attachments/input-image';
import { type JsonObject, numberOf, textOf } from '../http/json';
import { newId } from '../http/messages';
import { checkChoice, checkNumber, requireParameters } from '../parameters/checks';
import { join } from './cited-text';
import { isReply } from './turn';
import type { HostedTool, OutputPart, ToolOutcome, Turn } from './types';

const previewTypes = ['computer_use_preview', 'computer_use'];
const environments = ['windows', 'mac', 'linux', 'ubuntu', 'browser'];
const wish = /\b(computer|browser|screen|click|desktop|window)\b/i;

function check(tool: JsonObject, place: string): void {
  if (tool['type'] === 'computer') return;
  const named = Object.fromEntries(Object.entries(tool).map(([name, value]) => [`${place}.${name}`, value]));
  requireParameters(
    named,
    ['environment', 'display_width', 'display_height'].map(name => `${place}.${name}`)
  );
  checkChoice(named, `${place}.environment`, environments);
  for (const name of ['display_width', 'display_height']) {
    checkNumber(named, `${place}.${name}`, { minimum: 1, maximum: 10_000, integer: true });
  }
}

/** What the model does on its way: it looks, clicks in the middle, and types what it was asked about. */
function actionsFor(tool: JsonObject, { prompt }: Turn): ComputerAction[] {
  const x = Math.floor(numberOf(tool['display_width'], 1024) / 2);
  const y = Math.floor(numberOf(tool['display_height'], 768) / 2);
  return [
    { type: 'screenshot' },
    { type: 'click', button: 'left', x, y, keys: null },
    { type: 'type', text: findSubject(prompt) },
  ];
}

function isScreenshot({ type }: JsonObject): boolean {
  return type === 'computer_call_output';
}

/** The screenshots that came since the user last said something. */
function countScreenshots({ history, input }: Turn): number {
  const items = [...history, ...input];
  return items.slice(items.findLastIndex(({ role }) => role === 'user') + 1).filter(isScreenshot).length;
}

function makeCall(type: unknown, action: ComputerAction): OutputPart {
  const safetyCheck = {
    id: newId('cu_sc_'),
    code: 'malicious_instructions',
    message: 'The screen may hold instructions that are not yours. Look at it before this click.',
  };
  // The preview does one thing at a time; its successor hands over a list.
  const asked = previewTypes.includes(textOf(type)) ? { action } : { actions: [action] };
  const item: ResponseComputerToolCall = {
    id: newId('cu_'),
    type: 'computer_call',
    status: 'completed',
    call_id: newId('call_').slice(0, 29),
    pending_safety_checks: action.type === 'click' ? [safetyCheck] : [],
    ...asked,
  };
  return {
    item,
    draft: { ...item, status: 'in_progress' },
    events: () => [],
    tokens: countTokens(JSON.stringify(action)),
  };
}

async function use(tool: JsonObject, turn: Turn): Promise<ToolOutcome> {
  for (const [index, item] of turn.input.entries()) {
    if (isScreenshot(item)) await readImageReference(item['output'], `input[${index}].output`, turn.files);
  }
  const action = actionsFor(tool, turn)[countScreenshots(turn)];
  if (action) return { parts: [makeCall(tool['type'], action)], remark: join([]), isWaiting: true };
  const subject = findSubject(turn.prompt);
  return { parts: [], remark: join([`I looked at the screen, clicked, and typed "${subject}". It is done.`]) };
}

export const computer: HostedTool = {
  types: [...previewTypes, 'computer'],
  check,
  isWished: ({ prompt }) => wish.test(prompt),
  isAnswered: turn => isReply(turn) && turn.input.some(isScreenshot),
  use,
};
