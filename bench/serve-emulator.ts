import { type EmulatorOptions, start as startEmulator } from 'openai-emulator';

const options: EmulatorOptions = JSON.parse(process.argv[2] ?? '{}');
startEmulator(options).then(emulator => {
  console.log(new URL(emulator.baseUrl).port);
  // Asked how many requests have come, it begins to count anew.
  process.on('message', () => {
    process.send?.(emulator.requests.length);
    emulator.reset();
  });
});
