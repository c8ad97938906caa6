import Ajv, { _, type Options } from 'ajv';
import { fitsImageSize } from '../catalogue/image-size';

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
