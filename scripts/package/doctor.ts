import { checkContent, checkRelease, type Fetched, type Finding } from './file-checks';
import { ASSETS } from './release';

/** What a ToolJet server would fetch, and what is wrong with it. */
export interface Diagnosis {
  version?: string;
  findings: Finding[];
}

const SECONDS = 20;
const PATHS = ['dist/index.js', 'lib/operations.json', 'lib/icon.svg', 'lib/manifest.json', 'release.json'];

/**
 * Fetches what a ToolJet server fetches and checks it. Nothing that is fetched is run.
 *
 * @param address The value of `TOOLJET_MARKETPLACE_URL`.
 */
export async function examine(address: string): Promise<Diagnosis> {
  const wrongAddress = checkAddress(address);
  if (wrongAddress) return { findings: [{ where: address, problem: wrongAddress }] };
  const base = `${address.replace(/\/+$/, '')}/${ASSETS}`;
  const files: Fetched[] = [];
  const findings: Finding[] = [];
  for (const path of PATHS) {
    const outcome = await fetchFile(`${base}/${path}`);
    if (typeof outcome !== 'string') files.push({ path, content: outcome });
    else findings.push({ where: path, problem: path === 'release.json' ? `${outcome}. ${NO_RELEASE}` : outcome });
  }
  findings.push(...files.flatMap(checkContent));
  const release = checkRelease(files);
  return { ...release, findings: [...findings, ...release.findings] };
}

const NO_RELEASE = 'Without it neither version nor checksums can be checked; copy the whole folder of the package';

function checkAddress(address: string): string | undefined {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    return 'is not an http or https address, such as https://plugins.example.com';
  }
  const [, before] = /^(.*?)\/*marketplace-assets(\/|$)/.exec(address) ?? [];
  if (before !== undefined) return `ToolJet adds /${ASSETS} itself; set TOOLJET_MARKETPLACE_URL to ${before}`;
  const { search, hash } = new URL(address);
  return search || hash ? 'must end with a path: ToolJet adds the rest behind it' : undefined;
}

/** The file's bytes, or why there are none. */
async function fetchFile(url: string): Promise<Buffer | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(SECONDS * 1000) });
    if (!response.ok) return `The server answers HTTP ${response.status}; ToolJet cannot install from ${url}`;
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string; message?: string } };
    if (name === 'TimeoutError') return `No answer from ${url} within ${SECONDS} seconds`;
    return `${url} cannot be reached: ${cause?.code ?? cause?.message ?? String(error)}`;
  }
}
