import { examine } from './package/doctor';

async function main(address: string | undefined): Promise<void> {
  if (!address) {
    console.error('Usage: npm run doctor -- URL\nURL is the value of TOOLJET_MARKETPLACE_URL.');
    process.exitCode = 2;
    return;
  }
  const { version, findings } = await examine(address);
  for (const { where, problem } of findings) console.log(`${where}: ${problem}`);
  const count = `${findings.length} problem${findings.length === 1 ? '' : 's'}`;
  console.log(findings.length === 0 ? `OpenAI ${version}: ToolJet can install it from ${address}` : count);
  if (findings.length > 0) process.exitCode = 1;
}

main(process.argv[2]);
