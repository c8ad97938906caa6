import { type EmulatorOptions, start as startEmulator } from 'openai-emulator';

/** What the process that measures may ask of the emulator's. */
export interface Counted {
  requests: number;
}

const options: EmulatorOptions = JSON.parse(process.argv[2] ?? '{}');
startEmulator(options).then(emulator => {
  console.log(new URL(emulator.baseUrl).port);
  process.on('message', () => {
    const counted: Counted = { requests: emulator.requests.length };
    emulator.reset();
    process.send?.(counted);
  });
});
