import type { Pace } from '../time/pace';

export type Stage = 'validating' | 'in_progress' | 'finalizing' | 'completed';

/** When a stage begins, as a part of the whole time. */
export const beginningOf: Record<Stage, number> = { validating: 0, in_progress: 0.25, finalizing: 0.9, completed: 1 };

const stages: Stage[] = ['validating', 'in_progress', 'finalizing', 'completed'];

/** How far a batch is that nothing holds up. */
export function stageAfter(looks: number, elapsedMs: number, { steps, milliseconds }: Pace): Stage {
  const byTime = stages.findLastIndex(stage => elapsedMs >= beginningOf[stage] * milliseconds);
  const isNearEnd = looks >= steps - 1 && looks > 1;
  const byLooks = looks >= steps ? 3 : isNearEnd ? 2 : Math.min(looks, 1);
  return stages[Math.max(byTime, byLooks)] ?? 'completed';
}
