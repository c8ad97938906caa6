const hooks = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');
const { keepScripts } = require('./kept-scripts.cjs');

keepScripts();

/** What tests that run one after another need of `AsyncLocalStorage`: the value of the call that runs now. */
class SequentialStorage {
  #value;

  getStore() {
    return this.#value;
  }

  async run(value, callback) {
    const outer = this.#value;
    this.#value = value;
    try {
      return await callback();
    } finally {
      this.#value = outer;
    }
  }
}

/**
 * Jest's environment for Node, without the asynchronous hooks of its runner. The runner keeps the current test in an
 * `AsyncLocalStorage`, one for each file, and disables none of them. Until Node 24, every promise of the process is then
 * announced to all of them, and each of them keeps the realm of its file in memory. No test here runs beside another.
 */
module.exports = class EnvironmentWithoutHooks extends TestEnvironment {
  #own = Object.getOwnPropertyDescriptor(hooks, 'AsyncLocalStorage');

  async setup() {
    await super.setup();
    // From Node 22 on, it has a getter only.
    Object.defineProperty(hooks, 'AsyncLocalStorage', { value: SequentialStorage, configurable: true });
  }

  /** The runner has been loaded by the time of its first event. */
  handleTestEvent({ name }) {
    if (name === 'setup') Object.defineProperty(hooks, 'AsyncLocalStorage', this.#own);
  }

  async teardown() {
    Object.defineProperty(hooks, 'AsyncLocalStorage', this.#own);
    await super.teardown();
  }
};
