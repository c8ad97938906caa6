import Ajv, { _, type Options } from 'ajv';
import { fitsImageSize } from '../catalogue/image-size';
import { MAX_ERRORS } from './max-errors';

/** Lets compiled checks collect no more errors than anybody reads; ajv itself collects all or one. */
export function limitErrors(code: string): string {
  return code
    .replace(/vErrors\.push\((\w+)\)/g, `(vErrors.length < ${MAX_ERRORS} && vErrors.push($1))`)
    .replace(/vErrors\.length ?= ?(\w+)/g, 'vErrors.length = Math.min(vErrors.length, $1)');
}

/** Sets up ajv, both for checks while a query runs and for the checks compiled at build time. */
export function createAjv(options: Options = {}): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    // Checking our own schemas would take most of the time of a first query; tests check them instead.
    meta: false,
    validateSchema: false,
    // A limit such as { maximum: 10 } has no type of its own.
    strict: false,
    ...options,
    code: { ...options.code, process: limitErrors },
  });
  ajv.addKeyword({
    keyword: 'imageSize',
    type: 'string',
    code(context) {
      const fits = context.gen.scopeValue('func', {
        ref: fitsImageSize,
        code: _`require("../catalogue/image-size").fitsImageSize`,
      });
      context.fail(_`!${fits}(${context.data}, ${context.schemaValue})`);
    },
  });
  return ajv;
}
