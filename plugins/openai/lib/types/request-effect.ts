/**
 * What a request does at the server besides responding. `none`: it only reads, or may be done twice. `text`: it bills a
 * text and keeps no state. `lasting`: it bills more, creates or changes something, or nobody knows.
 */
export type RequestEffect = 'none' | 'text' | 'lasting';
