import { lookupPublic, PrivateAddress } from '../../plugins/openai/lib/files/private-address';

type Callback = (error: Error | null, found?: Found) => void;

const mockLookup = jest.fn<void, [name: string, options: object, callback: Callback]>();
jest.mock('node:dns', () => ({
  ...jest.requireActual('node:dns'),
  lookup: (...given: Parameters<typeof mockLookup>) => mockLookup(...given),
}));

type Found = { address: string; family: number }[];

/** What a look-up of a name gives that has these addresses. */
async function lookUp(answer: Found | Error, options: object = {}): Promise<unknown> {
  const asked: unknown[] = [];
  mockLookup.mockImplementation((name, wanted, callback) => {
    asked.push(name, wanted);
    if (answer instanceof Error) callback(answer);
    else callback(null, answer);
  });
  const found = await new Promise(resolve => {
    lookupPublic('zinc.invalid', { family: 4, ...options }, (error, address, family) =>
      resolve(error ?? (family === undefined ? address : [address, family]))
    );
  });
  expect(asked).toEqual(['zinc.invalid', { family: 4, ...options, all: true }]);
  return found;
}

const open = { address: '8.8.8.8', family: 4 };
const other = { address: '2001:4860:4860::8888', family: 6 };
const closed = { address: '10.0.0.1', family: 4 };

it('gives the first address, or all of them', async () => {
  expect(await lookUp([open, other])).toEqual(['8.8.8.8', 4]);
  expect(await lookUp([other, open])).toEqual(['2001:4860:4860::8888', 6]);
  expect(await lookUp([open, other], { all: true })).toEqual([open, other]);
});

it.each([[[closed]], [[open, closed]], [[closed, open]]])('fails where one is private: %j', async found => {
  const error = await lookUp(found);
  expect(error).toBeInstanceOf(PrivateAddress);
  expect(error).toMatchObject({ code: 'ERR_PRIVATE_ADDRESS', message: 'zinc.invalid resolves to a private address' });
});

it('fails where there is none, and as the look-up fails', async () => {
  expect(await lookUp([])).toMatchObject({ code: 'ENOTFOUND', message: 'zinc.invalid' });
  const failure = new Error('No DNS');
  expect(await lookUp(failure)).toBe(failure);
});
