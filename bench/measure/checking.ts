import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { limitsFor } from '../../plugins/openai/lib/options/limits';
import { allOperations } from '../../plugins/openai/lib/registry';
import { allOptions, findAllProblems } from '../../plugins/openai/lib/run/check-options';

const turns = 5000;

/** Tells what it takes to check the options of a chat, in microseconds. */
export default class Checking {
  async run(): Promise<{ status: string; data: number }> {
    const operation = allOperations().get('chat');
    if (!operation) throw new Error('There is no chat');
    const query = { id: 'chat', operation, allOperations, day: '2026-11-02', statedEnds: new Map() };
    const options = { model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' };
    const model = lookUpModel(options.model);
    const check = () =>
      findAllProblems(query, model, limitsFor(model, 'chat', Object.keys(operation.options)), options, []);
    if (check().length > 0 || !('prompt' in allOptions(operation))) throw new Error('The query is invalid');
    for (let warmUp = 0; warmUp < turns; warmUp += 1) check();
    const started = performance.now();
    for (let turn = 0; turn < turns; turn += 1) check();
    return { status: 'ok', data: ((performance.now() - started) / turns) * 1000 };
  }
}
