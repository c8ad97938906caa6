/** The WIDTHxHEIGHT values that a model supports; the keyword `imageSize` of the catalogue's limits. */
export interface ImageSizeRule {
  /** Words that are valid instead of a size, such as `auto`. */
  values: string[];
  /** Both edges are divisible by this number of pixels. */
  multiple_of: number;
  /** Maximum pixels of the longer edge. */
  max_edge: number;
  min_pixels: number;
  max_pixels: number;
  /** Maximum ratio of the longer edge to the shorter one. */
  max_ratio: number;
}

/** Whether `size` ("auto", "1536x864") obeys the rule. */
export function fitsImageSize(size: string, rule: ImageSizeRule): boolean {
  if (rule.values.includes(size)) return true;
  const [, width = 0, height = 0] = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(size)?.map(Number) ?? [];
  const [shorter, longer] = width < height ? [width, height] : [height, width];
  return (
    shorter > 0 &&
    width % rule.multiple_of === 0 &&
    height % rule.multiple_of === 0 &&
    longer <= rule.max_edge &&
    width * height >= rule.min_pixels &&
    width * height <= rule.max_pixels &&
    longer <= shorter * rule.max_ratio
  );
}

/** The rule in words, for messages and tooltips. */
export function describeImageSize(rule: ImageSizeRule): string {
  const { values, multiple_of, max_edge, min_pixels, max_pixels, max_ratio } = rule;
  const pixels = [min_pixels, max_pixels].map(count => count.toLocaleString('en-US')).join(' to ');
  return (
    `${values.join(', ')} or WIDTHxHEIGHT (both divisible by ${multiple_of}, at most ${max_edge} a side, ` +
    `${pixels} pixels, sides at most ${max_ratio}:1)`
  );
}
