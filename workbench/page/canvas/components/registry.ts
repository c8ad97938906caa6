import { Audio } from './audio';
import { Button } from './button';
import { Chart } from './chart';
import { Chat } from './chat';
import { Checkbox } from './checkbox';
import type { Draw } from './component-props';
import { DateInput } from './date-input';
import { Dropdown } from './dropdown';
import { FilePicker } from './file-picker';
import { Gallery } from './gallery';
import { Image } from './image';
import { Json } from './json';
import { JsonForm } from './json-form';
import { Markdown } from './markdown';
import { NumberInput } from './number-input';
import { Progress } from './progress';
import { Statistics } from './statistics';
import { Table } from './table';
import { Text } from './text';
import { TextInput } from './text-input';

/** Which component draws which kind. */
export const components: Record<string, Draw> = {
  text: Text,
  markdown: Markdown,
  image: Image,
  gallery: Gallery,
  table: Table,
  chart: Chart,
  audio: Audio,
  json: Json,
  button: Button,
  textinput: TextInput,
  filepicker: FilePicker,
  dropdown: Dropdown,
  number: NumberInput,
  checkbox: Checkbox,
  date: DateInput,
  chat: Chat,
  statistics: Statistics,
  progress: Progress,
  jsonform: JsonForm,
};
