import { at, isObject } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';

/** What can be chosen: texts with commas between, a list of them, or of objects with `value` and `label`. */
export function readChoices(value: unknown): { value: string; label: string }[] {
  const list = Array.isArray(value) ? value : toText(value).split(',');
  return list.flatMap(entry => {
    const text = isObject(entry) ? toText(at(entry, 'value')) : toText(entry).trim();
    if (text === '') return [];
    return [{ value: text, label: isObject(entry) ? toText(at(entry, 'label')) || text : text }];
  });
}
