import { type ReactNode, useDeferredValue } from 'react';
import { hasExpression, isUnclosed } from '../../queries/templates';
import { useEvaluated, useMissing } from '../../queries/use-queries';
import { CodeEditor } from '../code/code-editor';
import { ExpressionNote } from '../code/expression-note';
import { useFormStyle } from '../form-style';
import { toText, type WidgetProps } from './widget';

const lineHeight = 22;

/** A code field: text, JSON and `{{ }}`. The field's height says how many lines it shows at first, where the host does not. */
export function CodeWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  const text = toText(value);
  const evaluated = useDeferredValue(text);
  const isComfortable = useFormStyle() === 'comfortable';
  const isTall = isComfortable ? Number.parseInt(field.height ?? '', 10) > 2 * lineHeight : field.isTallInHost;
  return (
    <>
      <CodeEditor
        id={id}
        labelledBy={`${id}-label`}
        describedBy={`${id}-note`}
        text={text}
        placeholder={field.placeholder ?? ''}
        isTall={isTall}
        hasLineNumbers={isTall && !isComfortable}
        onChange={onChange}
      />
      <div id={`${id}-note`}>
        {isUnclosed(evaluated) ? (
          <p className="expression-note problem">
            An expression is open: {'{{'} has no {'}}'}, so the text would be sent as it is.
          </p>
        ) : (
          hasExpression(evaluated) && <EvaluatedNote text={evaluated} />
        )}
      </div>
    </>
  );
}

/** Apart, so that only fields with expressions follow every result. */
function EvaluatedNote({ text }: { text: string }): ReactNode {
  return <ExpressionNote text={text} evaluated={useEvaluated(text)} missing={useMissing(text)} />;
}
