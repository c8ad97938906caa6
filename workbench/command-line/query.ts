import { buildIfStale } from '../../scripts/build-if-stale';
import { defaultPluginDirectory } from '../host/plugin-files';
import { runCommandLine } from './command-line';

buildIfStale('plugin');
runCommandLine(process.argv.slice(2), {
  pluginDirectory: defaultPluginDirectory,
  environment: process.env,
  print: text => console.log(text),
  complain: text => console.error(text),
}).then(code => {
  process.exitCode = code;
});
