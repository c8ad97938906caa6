import type { ValidateFunction } from 'ajv';

/** Validators by the `$id` of their schema. The build puts code written ahead of time in this module's place. */
export const precompiled: Record<string, ValidateFunction> = {};
