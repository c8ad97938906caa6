const exact = { style: 'currency', currency: 'USD', minimumFractionDigits: 0 } as const;

/** Dollars as they are read: small ones with the digits that tell something, never as a power of ten. */
export const formatCost = (usd: number): string =>
  usd.toLocaleString('en-US', {
    ...exact,
    ...(usd < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 }),
  });
