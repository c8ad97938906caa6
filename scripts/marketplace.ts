import { makeRelease } from './package/release';
import { serveRelease } from './package/serve';

async function main(): Promise<void> {
  const port = Number(process.env['PORT'] ?? 4600);
  const { url, close } = await serveRelease(await makeRelease(), port);
  console.log(`TOOLJET_MARKETPLACE_URL=${url}\nCheck it with: npm run doctor -- ${url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, close);
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exitCode = 1;
});
