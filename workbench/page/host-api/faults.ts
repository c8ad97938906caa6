import type { Fault } from '../../faults/faults';
import { callHost } from './call-host';

/** Which faults there are, and which one is on. */
export interface ShownFaults {
  faults: Fault[];
  fault: string | null;
  once: boolean;
}

/** Nothing where the server has no emulator to spoil. */
export async function fetchFaults(): Promise<ShownFaults | undefined> {
  try {
    return await (await callHost('/api/faults')).json();
  } catch {
    return undefined;
  }
}

/** Switches a fault on, or all off. */
export const setFault = async (fault: string | null, once: boolean): Promise<ShownFaults> =>
  (await callHost('/api/faults', { method: 'PUT', body: { fault, once } })).json();
