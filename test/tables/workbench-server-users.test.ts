import { isOtherUser } from '../../workbench/server/same-user';
import { Page, plainText } from './lines';

/** Whose connections are another user's, as the system's tables tell. */

expect.addSnapshotSerializer(plainText);

const mockTables: Record<string, string> = {};
const mockRead: string[] = [];
jest.mock('node:fs/promises', () => ({
  ...jest.requireActual('node:fs/promises'),
  readFile: async (path: string, encoding: string) => {
    mockRead.push(`${path} ${encoding}`);
    const table = mockTables[path];
    if (table === undefined) throw new Error('There is no such file');
    return table;
  },
}));

const row = (from: number, to: number, owner: number) => {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  return `0: 0100007F:${hex(from)} 0100007F:${hex(to)} 01 00000000:00000000 00:00000000 00000000 ${owner} 0 1`;
};

beforeEach(() => jest.spyOn(process, 'getuid').mockReturnValue(1000));
afterEach(() => {
  jest.restoreAllMocks();
  for (const path of Object.keys(mockTables)) delete mockTables[path];
});

it('connections of other users', async () => {
  const tables: Record<string, Record<string, string>> = {
    'no table': {},
    'IPv4 only': { '/proc/net/tcp': row(5000, 80, 1001) },
    'IPv6 only': { '/proc/net/tcp6': row(5000, 80, 1001) },
    both: { '/proc/net/tcp': row(1, 2, 7), '/proc/net/tcp6': row(5000, 80, 1001) },
    own: { '/proc/net/tcp': row(5000, 80, 1000) },
    "the system's": { '/proc/net/tcp': row(5000, 80, 0) },
    unknown: { '/proc/net/tcp': row(5001, 80, 1001) },
  };
  const lines: string[] = [];
  for (const [name, given] of Object.entries(tables)) {
    Object.assign(mockTables, { '/proc/net/tcp': undefined, '/proc/net/tcp6': undefined }, given);
    mockRead.length = 0;
    const socket = { remotePort: 5000, localPort: 80 };
    const told = [await isOtherUser(socket), await isOtherUser(socket)];
    lines.push(`${name}: ${told.join(', ')}; read ${mockRead.join(', ')}`);
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('connections that nobody can tell of', async () => {
  mockTables['/proc/net/tcp'] = row(5000, 80, 1001);
  expect(await isOtherUser({ remotePort: undefined, localPort: 80 })).toBe(false);
  expect(await isOtherUser({ remotePort: 5000 })).toBe(false);
  const { getuid } = process;
  Object.assign(process, { getuid: undefined });
  mockRead.length = 0;
  const told = await isOtherUser({ remotePort: 5000, localPort: 80 });
  Object.assign(process, { getuid });
  expect([told, mockRead]).toEqual([false, []]);
});
