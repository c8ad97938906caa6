/** The value below which that share of the values lies, in percent. */
export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

/** The middle one of the values. */
export function median(values: number[]): number {
  return percentile(values, 50);
}

/** Prints what each contender took, in milliseconds, and how it compares with the first. */
export function printTable(title: string, taken: Record<string, number[]>): void {
  const [floor = []] = Object.values(taken);
  console.log(`\n${title}, Node ${process.versions.node}`);
  for (const [name, values] of Object.entries(taken)) {
    const figures = [median(values), Math.min(...values), Math.max(...values)].map(value =>
      value.toFixed(2).padStart(9)
    );
    const ratio = (median(values) / median(floor)).toFixed(2).padStart(8);
    console.log(`  ${name.padEnd(34)} median ${figures[0]} ms  min ${figures[1]}  max ${figures[2]}  ratio ${ratio}`);
  }
}
