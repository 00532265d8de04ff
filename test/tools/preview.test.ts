// The pictures that the preview takes: of few colours, and otherwise what they were.
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { withFewColours } from '../../tools/preview/png.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(type), data]);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A picture of two by two pixels, whose rows are filtered as told: red, green; blue, nearly blue. */
function picture(rows: number[][]): Buffer {
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const data = deflateSync(Buffer.from(rows.flat()));
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, end));
  }
  return chunks;
}

const [RED, GREEN, BLUE, NEARLY] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [0, 0, 250],
] as const;

test.each([
  [
    'no filter',
    [
      [0, ...RED, ...GREEN],
      [0, ...BLUE, ...NEARLY],
    ],
  ],
  [
    'the pixel before',
    [
      [1, ...RED, 1, 255, 0],
      [1, ...BLUE, 0, 0, 251],
    ],
  ],
  [
    'the row above',
    [
      [2, ...RED, ...GREEN],
      [2, 1, 0, 255, 0, 1, 250],
    ],
  ],
  [
    'the mean of both',
    [
      [0, ...RED, ...GREEN],
      [3, 129, 0, 255, 0, 129, 123],
    ],
  ],
  [
    'the likeliest of three',
    [
      [0, ...RED, ...GREEN],
      [4, 1, 0, 255, 0, 1, 251],
    ],
  ],
])('a picture keeps its pixels: %s', (_, rows) => {
  const chunks = chunksOf(withFewColours(picture(rows)));
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const [, a = 0, b = 0, , c = 0, d = 0] = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const colours = [a, b, c, d].map((place) => [...palette.subarray(place * 3, place * 3 + 3)]);
  expect(colours).toEqual([RED, GREEN, BLUE, NEARLY].map((colour) => [...colour]));
});

test('a picture of another kind is refused', () => {
  const png = picture([
    [0, ...RED, ...GREEN],
    [0, ...BLUE, ...NEARLY],
  ]);
  png[24] = 16;
  expect(() => withFewColours(png)).toThrow('16 bits');
});
