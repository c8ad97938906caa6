import sharp from 'sharp';

const named: [name: string, red: number, green: number, blue: number][] = [
  ['black', 10, 10, 12],
  ['white', 248, 248, 248],
  ['grey', 128, 128, 128],
  ['red', 205, 40, 40],
  ['dark red', 110, 20, 20],
  ['orange', 235, 140, 40],
  ['brown', 120, 75, 40],
  ['yellow', 235, 220, 60],
  ['green', 60, 165, 70],
  ['dark green', 20, 85, 40],
  ['teal', 40, 150, 150],
  ['blue', 50, 100, 215],
  ['dark blue', 25, 35, 100],
  ['purple', 130, 60, 175],
  ['pink', 235, 120, 175],
];

const gridSize = 12;
const mostColours = 3;
/** A colour that covers less of a picture is not spoken of. */
const smallestShare = 0.08;

function nameColour(red: number, green: number, blue: number): string {
  const distances = named.map(([, r, g, b]) => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2);
  return named[distances.indexOf(Math.min(...distances))]?.[0] ?? 'grey';
}

/** The colours that cover most of a picture, the largest first. */
export async function findColours(bytes: Buffer): Promise<string[]> {
  const pixels = await sharp(bytes)
    .flatten({ background: '#ffffff' })
    .resize(gridSize, gridSize, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  const counts = new Map<string, number>();
  const channels = pixels.length / gridSize ** 2;
  for (let place = 0; place < pixels.length; place += channels) {
    const [red = 0, green = red, blue = red] = pixels.subarray(place, place + channels);
    const name = nameColour(red, green, blue);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= smallestShare * gridSize ** 2)
    .sort(([, one], [, other]) => other - one)
    .slice(0, mostColours)
    .map(([name]) => name);
}
