import { accents, glyphs, letterGap, likenesses, lineHeight, spaceWidth, unknownGlyph } from './stroke-font';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const longestText = 240;
const longestWord = 24;
const capitalAccentRise = 6;
const cedilla = '\u0327';

/** Letters, each followed by its accents. */
function splitLetters(word: string): string[] {
  const spelled = [...word].map(character => likenesses[character] ?? character).join('');
  return spelled.normalize('NFD').match(/\P{Mark}\p{Mark}*/gu) ?? [];
}

function glyphOf(letter: string): readonly [width: number, path: string] {
  return glyphs[letter.charAt(0)] ?? unknownGlyph;
}

function measureWord(word: string): number {
  return splitLetters(word).reduce((width, letter) => width + glyphOf(letter)[0] + letterGap, -letterGap);
}

function wrapWords(words: string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines[lines.length - 1];
    const joined = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && measureLine(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines;
}

function measureLine(line: string): number {
  const words = line.split(' ');
  return words.reduce((sum, word) => sum + measureWord(word), (words.length - 1) * (spaceWidth + letterGap));
}

function prepareWords(text: string): string[] {
  const shown = text.length > longestText ? `${text.slice(0, longestText).trimEnd()}…` : text;
  const words = shown.split(/\s+/).filter(Boolean);
  return words.flatMap(word => word.match(new RegExp(`.{1,${longestWord}}`, 'gu')) ?? []);
}

/** The largest letters with which the words fit the box. */
function fitWords(words: string[], box: Box): { lines: string[]; scale: number } {
  for (let scale = box.height / lineHeight / 2; scale > 0.05; scale *= 0.92) {
    const lines = wrapWords(words, box.width / scale);
    const widest = Math.max(...lines.map(measureLine));
    if (widest * scale <= box.width && lines.length * lineHeight * scale <= box.height) return { lines, scale };
  }
  return { lines: [], scale: 1 };
}

function drawWord(word: string, left: number, top: number): string[] {
  let x = left;
  return splitLetters(word).flatMap(letter => {
    const [width, path] = glyphOf(letter);
    const rise = /\p{Lu}/u.test(letter) ? capitalAccentRise : 0;
    const marks = [...letter].slice(1);
    const drawn = [
      `<path transform="translate(${x.toFixed(1)} ${top})" d="${path}"/>`,
      ...marks.map(mark => {
        const markTop = mark === cedilla ? top : top - rise;
        const centre = (x + width / 2).toFixed(1);
        return `<path transform="translate(${centre} ${markTop})" d="${accents[mark] ?? ''}"/>`;
      }),
    ];
    x += width + letterGap;
    return drawn;
  });
}

function drawLine(line: string, left: number, top: number): string[] {
  let x = left;
  return line.split(' ').flatMap(word => {
    const start = x;
    x += measureWord(word) + letterGap + spaceWidth;
    return drawWord(word, start, top);
  });
}

/** Words written into a box as SVG strokes, centred, as large as they fit. */
export function writeWords(text: string, box: Box, colour: string): string {
  const { lines, scale } = fitWords(prepareWords(text), box);
  const width = box.width / scale;
  const firstTop = (box.height / scale - lines.length * lineHeight) / 2 + (lineHeight - 20) / 2;
  const strokes = lines.flatMap((line, index) =>
    drawLine(line, (width - measureLine(line)) / 2, Number((firstTop + index * lineHeight).toFixed(1)))
  );
  return (
    `<g fill="none" stroke="${colour}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" ` +
    `transform="translate(${box.x} ${box.y}) scale(${scale.toFixed(4)})">${strokes.join('')}</g>`
  );
}
