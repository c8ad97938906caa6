import { endBrowsers } from './shared-browsers';

/** After all tests: ends the browsers that outlived their test files. */
export default endBrowsers;
