import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeEndpoints, writeShapes } from './shapes/write';

const [file = process.env['OPENAI_API_DOCUMENT']] = process.argv.slice(2);
if (!file) throw new Error("Name OpenAI's API document: npm run shapes -- path/to/openai-openapi.json");
const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
const text = writeShapes(content);
writeFileSync(join(__dirname, '../lib/parameters/shapes.json'), text);
writeFileSync(join(__dirname, '../lib/parameters/endpoints.json'), writeEndpoints(content));
console.log(`lib/parameters/shapes.json ${Math.round(text.length / 1024)} kB`);
