import { CodeWidget } from './code-widget';
import { DropdownWidget } from './dropdown-widget';
import { HeadersWidget } from './headers-widget';
import { PasswordWidget } from './password-widget';
import { TextAreaWidget } from './text-area-widget';
import { TextWidget } from './text-widget';
import { ToggleWidget } from './toggle-widget';
import type { Widget } from './widget';

/** Which widget draws which type of field. */
export const widgets: Record<string, Widget> = {
  text: TextWidget,
  password: PasswordWidget,
  textarea: TextAreaWidget,
  codehinter: CodeWidget,
  dropdown: DropdownWidget,
  'dropdown-component-flip': DropdownWidget,
  toggle: ToggleWidget,
  'react-component-headers': HeadersWidget,
};
