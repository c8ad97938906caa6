#!/usr/bin/env node
// The sources are TypeScript, and run as they are.
import 'tsx';

await import('../lib/command.ts');
