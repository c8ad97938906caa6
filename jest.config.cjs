const swc = tsx => [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript', tsx }, target: 'es2022', transform: { react: { runtime: 'automatic' } } },
    module: { type: 'commonjs' },
  },
];

module.exports = {
  testEnvironment: 'node',
  // Machines that test are shared: no test is about time, and none should fail for want of it.
  testTimeout: 30_000,
  roots: ['<rootDir>/test'],
  reporters: ['default', '<rootDir>/test/support/result-reporter.cjs'],
  globalSetup: '<rootDir>/test/support/tell-of-browser.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/fixed-day.ts'],
  transform: { '^.+\\.tsx$': swc(true), '^.+\\.[mc]?[jt]s$': swc(false) },
  // The SDK's helpers, got and eventsource-parser are ESM only, so node_modules is transformed too.
  transformIgnorePatterns: ['/node_modules/(playwright-core|axe-core)/'],
};
