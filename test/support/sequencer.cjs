const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest begins first, so that no worker is left alone with it at the end. */
const longest = ['/browser/', '/faults/', '/hostile/', '/many-links', '/real-servers/', '/memory', '/bundle', '/agent'];

/** Runs test files in the order of their durations where those are known, after those that are known to be long. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ path }) => {
      const rank = longest.findIndex(part => path.includes(part));
      return rank === -1 ? longest.length : rank;
    };
    return super.sort(tests).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
};
