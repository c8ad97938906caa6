/** What a value may be: one of several types, each with its own bounds. */
export interface Shape {
  any?: true;
  null?: true;
  boolean?: true;
  file?: true;
  text?: TextShape;
  number?: NumberShape;
  list?: ListShape;
  /** The objects it may be; usually told apart by a property such as `type`. */
  objects?: ObjectShape[];
}

export interface TextShape {
  /** Absent: any text. */
  values?: string[];
  min?: number;
  max?: number;
}

export interface NumberShape {
  integer?: true;
  min?: number;
  max?: number;
}

export interface ListShape {
  items: Reference;
  min?: number;
  max?: number;
}

export interface ObjectShape {
  properties: Record<string, Reference>;
  required?: string[];
  /** Takes properties beside those named. */
  open?: true;
}

/** A shape, or its place in the table of shapes. */
export type Reference = Shape | number;

export interface ShapeTable {
  /** The body of each request, such as "POST /responses". Forms have an entry of their own: "POST /images/edits form". */
  requests: Record<string, Reference>;
  shapes: Shape[];
}
