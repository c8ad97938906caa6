import Ajv, { _, type Options } from 'ajv';
import { fitsImageSize } from '../catalogue/image-size';

/** The one place that sets ajv up, for checks while a query runs and for code written at build time. */
export function createAjv(options: Options = {}): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    // Our schemas are tested; checking them against the meta schema would cost most of a first query.
    meta: false,
    validateSchema: false,
    // A limit such as { maximum: 10 } narrows an option whose type the operation states.
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
