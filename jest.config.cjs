const { availableParallelism } = require('node:os');
const entries = require('./test/support/once/entries.json');

const swc = tsx => [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript', tsx }, target: 'es2022', transform: { react: { runtime: 'automatic' } } },
    module: { type: 'commonjs' },
  },
];

const loadOnce = '<rootDir>/test/support/once/transform.cjs';
const toPattern = path => `/${path.replaceAll('.', '\\.')}$`;

module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  // Jest leaves one core to itself, which it does not need, and many tests wait.
  maxWorkers: availableParallelism() + 1,
  // Machines that test are shared: no test is about time, and none should fail for want of it on a loaded one.
  testTimeout: 120_000,
  // A worker ends its browser and gives a large heap back first.
  workerGracefulExitTimeout: 10_000,
  roots: ['<rootDir>/test'],
  testSequencer: '<rootDir>/test/support/sequencer.cjs',
  reporters: ['default', '<rootDir>/test/support/result-reporter.cjs'],
  globalSetup: '<rootDir>/test/support/before-all.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/fixed-day.ts'],
  transform: {
    ...Object.fromEntries(Object.keys(entries).map(path => [toPattern(path), loadOnce])),
    '/node_modules/(openai|ajv|sharp|mediabunny|opusscript|playwright-core)/': loadOnce,
    '^.+\\.tsx$': swc(true),
    '^.+\\.[mc]?[jt]s$': swc(false),
  },
  // The SDK's helpers, got and eventsource-parser are ESM only, so node_modules is transformed too.
  transformIgnorePatterns: ['/node_modules/axe-core/'],
};
