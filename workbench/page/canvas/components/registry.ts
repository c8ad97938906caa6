import { Audio } from './audio';
import { Button } from './button';
import { Chart } from './chart';
import type { Draw } from './component-props';
import { FilePicker } from './file-picker';
import { Gallery } from './gallery';
import { Image } from './image';
import { Json } from './json';
import { Markdown } from './markdown';
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
};
