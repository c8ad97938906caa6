import { createHash } from 'node:crypto';
import { writeJson } from '../failures/write-json';
import { readFileInput } from '../files/file-input';

/** Parameters that change how a request is processed, but not what is answered. */
const INCIDENTAL = ['service_tier', 'safety_identifier', 'encoding_format'];

/**
 * Identifies the content of a request: with equal fingerprints, the earlier answer still holds.
 *
 * @param files The files of the request as the query has them: reading them would take longer than sending the request.
 */
export function toFingerprint(endpoint: string, body: object, files: Record<string, unknown[]> = {}): string {
  const content = Object.entries(body).filter(([name, value]) => value !== undefined && !INCIDENTAL.includes(name));
  const hash = createHash('sha256').update(writeJson([endpoint, content]));
  for (const [name, values] of Object.entries(files)) {
    for (const value of values) hash.update(`\0${name}\0`).update(identify(value));
  }
  return hash.digest('hex').slice(0, 32);
}

/** What distinguishes a file from others. */
function identify(value: unknown): string {
  try {
    const input = readFileInput(value);
    switch (input.form) {
      case 'base64':
        return input.base64;
      case 'text':
        return input.text;
      case 'file_id':
        return input.file_id;
      default:
        return withoutSignature(input.url);
    }
  } catch {
    // Its row fails before anything is sent, so it gets no fingerprint.
    return '';
  }
}

/** What storage services add to a link each time they sign it. */
const SIGNED = /^(x-(amz|goog|oss|cos|bce)-.*|signature|expires|awsaccesskeyid|googleaccessid|key-pair-id|policy)$/i;
/** Of Azure, recognized by its version and signature. */
const SIGNED_BY_AZURE = /^(s[eiprtv]|sig|spr|ses|sks?[a-z]*)$/i;

/** A link without what is another in each signature. */
function withoutSignature(link: string): string {
  if (!URL.canParse(link)) return link;
  const url = new URL(link);
  const isAzure = url.searchParams.has('sig') && url.searchParams.has('sv');
  for (const name of [...url.searchParams.keys()]) {
    if (SIGNED.test(name) || (isAzure && SIGNED_BY_AZURE.test(name))) url.searchParams.delete(name);
  }
  return url.href;
}
