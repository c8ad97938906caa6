/** The element whose text tells what the keys do. */
export const keysHelpId = 'canvas-keys';

/** The properties' first field, where Enter leads. */
export const nameFieldId = 'canvas-name';

/** The button that stands for a component while the canvas is edited. */
export const handleIdOf = (id: string): string => `canvas-${id}`;
