import { type Fault, nextPiece, type Wire } from './fault';

const cut = (at: (wire: Wire) => number) => (wire: Wire) => {
  wire.socket.end(wire.bytes.subarray(0, at(wire)));
};
const stall = (at: (wire: Wire) => number) => (wire: Wire) => {
  wire.socket.write(wire.bytes.subarray(0, at(wire)));
};
const reset = (at: (wire: Wire) => number) => async (wire: Wire) => {
  if (at(wire) > 0) wire.socket.write(wire.bytes.subarray(0, at(wire)));
  await nextPiece();
  wire.socket.resetAndDestroy();
};

const middleOfHead = ({ headLength }: Wire) => Math.floor(headLength / 2);
const middleOfBody = ({ headLength, bytes }: Wire) => Math.floor((headLength + bytes.length) / 2);
const endOfHead = ({ headLength }: Wire) => headLength;

const places: [string, (wire: Wire) => number][] = [
  ['before the response', () => 0],
  ['in the status line', () => 5],
  ['in the headers', middleOfHead],
  ['after the headers', endOfHead],
  ['in the body', middleOfBody],
  ['before the last byte', ({ bytes }) => bytes.length - 1],
];

/** A response that breaks off may have been billed, whatever came of it. */
const lost = { ends: ['network', 'server'], repeats: 'none' } as const;

const first = Array.from({ length: 40 }, (_, at) => at);

/** What connections do. */
export const connectionFaults: Fault[] = [
  { name: 'refused', spoil: () => undefined, refuses: true, ends: ['network'], repeats: 'all' },
  ...places.flatMap(([place, at]): Fault[] => [
    { name: `reset ${place}`, spoil: reset(at), ...lost, ends: ['network', 'server'] },
    { name: `closed ${place}`, spoil: cut(at), ...lost, ends: ['network', 'server'] },
    { name: `stalls ${place}`, spoil: stall(at), ends: ['timeout'], repeats: 'none', stalls: true },
  ]),
  {
    name: 'whole, with the connection closed behind it',
    spoil: ({ socket, bytes }) => void socket.end(bytes),
    ends: 'well',
    repeats: 'none',
  },
  {
    name: 'byte by byte where head and body begin',
    spoil: async ({ socket, bytes, headLength }) => {
      const single = [...first, ...first.map(at => headLength - 10 + at)];
      let sent = 0;
      for (const at of single) {
        socket.write(bytes.subarray(sent, at + 1));
        sent = at + 1;
        await nextPiece();
      }
      socket.end(bytes.subarray(sent));
    },
    ends: 'well',
    repeats: 'none',
  },
];

/** The good response in two pieces, of which the first has so many bytes. */
export const splitAt = (count: number): Fault => ({
  name: `split after ${count} bytes`,
  spoil: async ({ socket, bytes }) => {
    socket.write(bytes.subarray(0, count));
    await nextPiece();
    socket.end(bytes.subarray(count));
  },
  ends: 'well',
  repeats: 'none',
});

/** The connection closes after so many bytes of the good response. */
export const cutAt = (count: number): Fault => ({
  name: `cut after ${count} bytes`,
  spoil: cut(() => count),
  ends: ['network', 'server'],
  repeats: 'none',
});
