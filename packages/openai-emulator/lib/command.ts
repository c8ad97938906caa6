import { parseArgs } from 'node:util';
import { start } from './index';

const usage = `Usage: openai-emulator [--port 4010] [--latency-ms 0] [--stream-delay-ms 30] [--models current]

Serves OpenAI's API on 127.0.0.1. Any API key is accepted, and nothing is billed.

  --port             where to listen (default 4010; 0 for any free port)
  --latency-ms       how long to wait before each response
  --stream-delay-ms  how long to wait after each event of a stream
  --models           current: those that OpenAI serves today; retired: those that it has shut down as well;
                     any: any name, as compatible servers accept
`;

const longestDelay = 600_000;
const modelRanges = ['current', 'retired', 'any'] as const;

function readNumber(name: string, given: string, maximum: number): number {
  const value = Number(given);
  if (given.trim() && Number.isInteger(value) && value >= 0 && value <= maximum) return value;
  throw new Error(`--${name} must be an integer between 0 and ${maximum}; got "${given}"`);
}

async function main(typed: string[]): Promise<void> {
  const { values } = parseArgs({
    args: typed,
    options: {
      port: { type: 'string', default: '4010' },
      'latency-ms': { type: 'string', default: '0' },
      'stream-delay-ms': { type: 'string', default: '30' },
      models: { type: 'string', default: 'current' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const models = modelRanges.find(range => range === values.models);
  if (!models) throw new Error(`--models must be ${modelRanges.join(', ')}; got "${values.models}"`);
  const emulator = await start({
    models,
    port: readNumber('port', values.port, 65_535),
    latencyMs: readNumber('latency-ms', values['latency-ms'], longestDelay),
    streamDelayMs: readNumber('stream-delay-ms', values['stream-delay-ms'], longestDelay),
  });
  console.log(`Emulating OpenAI's API at ${emulator.baseUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => emulator.stop());
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 1;
});
