import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const builds = resolve(import.meta.dirname, 'dist');
const name = `build-${Date.now().toString(36)}-${process.pid}`;
const mostBuilds = 4;

/** Names the build that is done; what is being served stays whole until then, and open tabs keep theirs for a while. */
const switchBuilds: Plugin = {
  name: 'switch-builds',
  closeBundle() {
    mkdirSync(builds, { recursive: true });
    const written = join(builds, `.current-${process.pid}`);
    writeFileSync(written, name);
    renameSync(written, join(builds, 'current'));
    const old = readdirSync(builds)
      .filter(entry => entry.startsWith('build-') && entry !== name)
      .sort((a, b) => statSync(join(builds, b)).mtimeMs - statSync(join(builds, a)).mtimeMs);
    for (const entry of old.slice(mostBuilds - 1)) rmSync(join(builds, entry), { recursive: true, force: true });
  },
};

export default defineConfig({
  root: 'page',
  plugins: [react(), switchBuilds],
  // The server writes a nonce of its own over this in every answer.
  html: { cspNonce: 'nonce-of-this-answer' },
  worker: { format: 'es' },
  build: {
    outDir: join(builds, name),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
  },
});
