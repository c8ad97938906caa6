/** Maximum number of errors of one check: a list may have a million wrong values. */
export const MAX_ERRORS = 1000;
