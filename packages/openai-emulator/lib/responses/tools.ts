import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { requireParameters } from '../parameters/checks';
import { checkStrictSchema } from '../parameters/strict-schema';
import { codeInterpreter } from './code-interpreter';
import { computer } from './computer';
import { fileSearch } from './file-search';
import { imageGeneration } from './image-generation';
import { mcp } from './mcp';
import type { HostedTool } from './types';
import { webSearch } from './web-search';

const hostedTools: HostedTool[] = [webSearch, fileSearch, codeInterpreter, mcp, computer, imageGeneration];

/** A hosted tool with the settings that a request gives it. */
export interface Offer {
  tool: JsonObject;
  hosted: HostedTool;
}

export function findHosted(type: unknown): HostedTool | undefined {
  return hostedTools.find(({ types }) => types.includes(textOf(type)));
}

export function listOffers(tools: JsonObject[]): Offer[] {
  return tools.flatMap(tool => {
    const hosted = findHosted(tool['type']);
    return hosted ? [{ tool, hosted }] : [];
  });
}

function checkFunction(tool: JsonObject, place: string): void {
  requireParameters({ [`${place}.name`]: tool['name'] }, [`${place}.name`]);
  if (tool['strict'] !== true) return;
  const owner = `function '${textOf(tool['name'])}'`;
  checkStrictSchema(tool['parameters'], owner, `${place}.parameters`, 'invalid_function_parameters');
}

export function checkTools(body: JsonObject): void {
  objectsIn(body['tools']).forEach((tool, index) => {
    const place = `tools[${index}]`;
    requireParameters({ [`${place}.type`]: tool['type'] }, [`${place}.type`]);
    if (tool['type'] === 'function') checkFunction(tool, place);
    findHosted(tool['type'])?.check(tool, place);
  });
}

/** The tools as a response repeats them. */
export function echoTools(body: JsonObject): JsonObject[] {
  return objectsIn(body['tools']).map(tool => findHosted(tool['type'])?.echo?.(tool) ?? tool);
}

/** Whether a choice means this tool: by its type, or by another name of it, and by its label if it has one. */
export function isMeant(choice: JsonObject, tool: JsonObject): boolean {
  const hosted = findHosted(tool['type']);
  const isOfType = hosted ? hosted === findHosted(choice['type']) : choice['type'] === tool['type'];
  const isNamed = ['server_label', hosted ? '' : 'name'].every(
    name => choice[name] === undefined || choice[name] === tool[name]
  );
  return isOfType && isNamed;
}

export function isFunctionChoice(choice: unknown): boolean {
  return isObject(choice) && (choice['type'] === 'function' || choice['type'] === 'custom');
}
