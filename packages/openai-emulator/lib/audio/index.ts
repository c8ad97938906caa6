export { encode } from './encode';
export type { SpeechFormat } from './speech-formats';
export { sampleRate } from './voice';
