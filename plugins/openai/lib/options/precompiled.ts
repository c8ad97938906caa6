import type { ValidateFunction } from 'ajv';

/** Validators by schema id. The build replaces this module with compiled code. */
export const precompiled: Record<string, ValidateFunction> = {};
