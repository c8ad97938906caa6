import { ApiError } from '../http/api-error';
import type { ApiRequest } from '../http/messages';

const refusedKey = 'sk-invalid';
const refusedOrganization = 'org-invalid';
const refusedProject = 'proj_invalid';

function maskKey(key: string): string {
  return key.length > 12 ? `${key.slice(0, 3)}${'*'.repeat(key.length - 7)}${key.slice(-4)}` : key;
}

/** Any key opens the emulator except `sk-invalid`, as `org-invalid` and `proj_invalid` fail beside any key. */
export function checkCredentials({ headers }: ApiRequest): void {
  const key = /^Bearer\s+(\S.*)$/i.exec(headers['authorization'] ?? '')?.[1] ?? headers['api-key'];
  if (!key) {
    throw new ApiError(
      "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.",
      { status: 401, code: 'invalid_api_key' }
    );
  }
  if (key === refusedKey) {
    throw new ApiError(
      `Incorrect API key provided: ${maskKey(key)}. ` +
        'You can find your API key at https://platform.openai.com/account/api-keys.',
      { status: 401, code: 'invalid_api_key' }
    );
  }
  if (headers['openai-organization'] === refusedOrganization) {
    throw new ApiError('OpenAI-Organization header should match organization for API key', {
      status: 401,
      code: 'mismatched_organization',
    });
  }
  if (headers['openai-project'] === refusedProject) {
    throw new ApiError('OpenAI-Project header should match project for API key', {
      status: 401,
      code: 'mismatched_project',
    });
  }
}
