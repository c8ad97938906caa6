import { Component, type ReactNode } from 'react';

interface Props {
  name: string;
  /** What is drawn. */
  values: unknown;
  children: ReactNode;
}

/** Says that something cannot be drawn, until its values change; without this, the whole page would be empty. */
export class DrawingBoundary extends Component<Props, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate({ values }: Props): void {
    if (this.state.error && values !== this.props.values) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <p className="notice error">{`${this.props.name} cannot be drawn: ${error.message}`}</p>;
  }
}
