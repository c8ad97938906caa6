import { evaluate } from './evaluate';
import type { Question, Reply } from './evaluator';

const reply = (message: Reply): void => self.postMessage(message);

self.onmessage = ({ data: { text, scope } }: MessageEvent<Question>) => {
  try {
    reply({ value: evaluate(text, scope) });
  } catch (error) {
    reply({ problem: error instanceof Error ? error.message : String(error) });
  }
};
reply({ ready: true });
