import type { ResponseCodeInterpreterToolCall } from 'openai/resources/responses/responses';
import { seedFrom } from '../answers/seed';
import { findSubject } from '../answers/text';
import { countTokens } from '../answers/tokens';
import type { Container, ContainerFile } from '../containers/containers';
import { drawPicture } from '../drawing/picture';
import { isObject, type JsonObject, textOf, textsIn } from '../http/json';
import { newId } from '../http/messages';
import { requireParameters } from '../parameters/checks';
import { type CitedText, join } from './cited-text';
import type { HostedTool, ItemEvent, OutputPart, ToolOutcome, Turn } from './types';

const wish = /\b(code|python|calculate|compute|plot|chart|spreadsheet|csv|sum of|average)\b/i;
const lettersPerDelta = 16;
const filename = 'chart.png';

function check(tool: JsonObject, place: string): void {
  const { container } = tool;
  requireParameters({ [`${place}.container`]: container }, [`${place}.container`]);
  if (isObject(container)) {
    requireParameters({ [`${place}.container.type`]: container['type'] }, [`${place}.container.type`]);
  }
}

function* streamCode(code: string, item_id: string, output_index: number): Iterable<ItemEvent> {
  const place = { item_id, output_index };
  yield { type: 'response.code_interpreter_call.in_progress', ...place };
  for (const delta of code.match(new RegExp(`[\\s\\S]{1,${lettersPerDelta}}`, 'g')) ?? []) {
    yield { type: 'response.code_interpreter_call_code.delta', ...place, delta };
  }
  yield { type: 'response.code_interpreter_call_code.done', ...place, code };
  yield { type: 'response.code_interpreter_call.interpreting', ...place };
  yield { type: 'response.code_interpreter_call.completed', ...place };
}

function makeCall(item: ResponseCodeInterpreterToolCall): OutputPart {
  const code = item.code ?? '';
  return {
    item,
    draft: { ...item, status: 'in_progress', code: '', outputs: null },
    events: outputIndex => streamCode(code, item.id, outputIndex),
    tokens: countTokens(code),
  };
}

/** The numbers of the prompt, or those that stand for a prompt without any. */
function numbersIn(prompt: string): number[] {
  const found = (prompt.match(/(?<![\w.])-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  if (found.length > 0) return found;
  return [0, 1, 2].map(index => (seedFrom(prompt) >>> (index * 8)) % 100);
}

function linkChart({ object: { id: file_id, container_id } }: ContainerFile): CitedText {
  const text = `sandbox:/mnt/data/${filename}`;
  const place = { start_index: 0, end_index: text.length };
  return { text, annotations: [{ type: 'container_file_citation', container_id, file_id, filename, ...place }] };
}

/** The container that the tool names, or a new one with the files that it asks for. */
async function openContainer({ container: given }: JsonObject, turn: Turn): Promise<Container> {
  const { now } = turn.request;
  if (!isObject(given)) {
    const container = turn.containers.find(textOf(given), 'tools');
    container.use(now);
    return container;
  }
  const container = turn.containers.add({ ...given, name: 'auto' }, now);
  for (const id of textsIn(given['file_ids'])) {
    const { object, bytes, type } = await turn.files.find(id, 'tools');
    container.add({ path: `/mnt/data/${object.filename}`, type, bytes, source: 'user' }, now);
  }
  return container;
}

async function use(tool: JsonObject, turn: Turn): Promise<ToolOutcome> {
  const { prompt } = turn;
  const subject = findSubject(prompt);
  const numbers = numbersIn(prompt);
  const total = numbers.reduce((sum, number) => sum + number, 0);
  const mean = total / numbers.length;
  const container = await openContainer(tool, turn);
  const code = [
    'import matplotlib.pyplot as plt',
    `numbers = [${numbers.join(', ')}]`,
    'print("sum", sum(numbers))',
    'print("mean", sum(numbers) / len(numbers))',
    'plt.bar(range(len(numbers)), numbers)',
    `plt.title(${JSON.stringify(subject)})`,
    `plt.savefig("/mnt/data/${filename}")`,
  ].join('\n');
  const look = { width: 320, height: 240, format: 'png', isTransparent: false, quality: 100, variant: 0 } as const;
  const picture = await drawPicture({ ...look, words: subject });
  const path = `/mnt/data/${filename}`;
  const chart = container.add({ path, type: 'image/png', bytes: picture, source: 'assistant' }, turn.request.now);
  const call: ResponseCodeInterpreterToolCall = {
    id: newId('ci_'),
    type: 'code_interpreter_call',
    status: 'completed',
    container_id: container.id,
    code,
    outputs: [
      { type: 'logs', logs: `sum ${total}\nmean ${mean}\n` },
      { type: 'image', url: `data:image/png;base64,${picture.toString('base64')}` },
    ],
  };
  const said = `The sum of ${numbers.join(', ')} is ${total} and their mean ${mean}. [Download the chart](`;
  return { parts: [makeCall(call)], remark: join([said, linkChart(chart), ')']) };
}

export const codeInterpreter: HostedTool = {
  types: ['code_interpreter'],
  check,
  isWished: ({ prompt }) => wish.test(prompt),
  use,
};
