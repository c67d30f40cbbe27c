import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  displayPixels,
  middleRect,
  moveRect,
  rectBetween,
  regionPixels,
  type Rect,
  type Size,
} from '@shared/capture/geometry';

const side = fc.integer({ min: 320, max: 8192 });
const scale = fc.constantFrom(1, 1.25, 1.5, 1.75, 2, 2.25, 3);
/** A display as it is, and as the system tells of it: rounded or cut off. */
const display = fc
  .record({ width: side, height: side, scale, cut: fc.boolean() })
  .map(({ width, height, scale: factor, cut }) => {
    const tell = cut ? Math.floor : Math.round;
    const picture: Size = { width, height };
    const overlay: Size = { width: tell(width / factor), height: tell(height / factor) };
    return { picture, overlay, factor };
  });
const share = fc.double({ min: -0.2, max: 1.2, noNaN: true });

const inside = (rect: Rect, area: Size): boolean =>
  rect.x >= 0 &&
  rect.y >= 0 &&
  rect.width >= 1 &&
  rect.height >= 1 &&
  rect.x + rect.width <= area.width &&
  rect.y + rect.height <= area.height;

describe('a region in the pixels of its display', () => {
  it('is inside the picture in whole pixels, on any display, for any rectangle', () => {
    fc.assert(
      fc.property(display, share, share, share, share, ({ picture, overlay }, x, y, w, h) => {
        const drawn = {
          x: x * overlay.width,
          y: y * overlay.height,
          width: w * overlay.width,
          height: h * overlay.height,
        };
        const found = regionPixels(drawn, overlay, picture);
        if (found === null) return;
        expect(inside(found, picture)).toBe(true);
        expect(Object.values(found).every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it('comes back within one pixel, so that the crop is what was drawn, also on a mixed pair of screens', () => {
    fc.assert(
      fc.property(display, fc.nat(), fc.nat(), ({ picture, overlay }, a, b) => {
        const wanted = {
          x: a % (picture.width - 20),
          y: b % (picture.height - 20),
          width: 1 + (b % 20),
          height: 1 + (a % 20),
        };
        const fx = overlay.width / picture.width;
        const fy = overlay.height / picture.height;
        const drawn = {
          x: wanted.x * fx,
          y: wanted.y * fy,
          width: wanted.width * fx,
          height: wanted.height * fy,
        };
        const found = regionPixels(drawn, overlay, picture);
        expect(found).not.toBeNull();
        for (const key of ['x', 'y', 'width', 'height'] as const) {
          expect(Math.abs((found?.[key] ?? Number.NaN) - wanted[key])).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('is the whole picture for the whole overlay, also where a panel made that smaller', () => {
    const picture = { width: 2560, height: 1440 };
    const overlay = { width: 1280, height: 690 };
    expect(regionPixels({ x: 0, y: 0, ...overlay }, overlay, picture)).toEqual({
      x: 0,
      y: 0,
      ...picture,
    });
  });

  it.each([
    ['beside the picture', { x: 900, y: 0, width: 10, height: 10 }],
    ['without a side', { x: 0, y: 0, width: 0, height: 10 }],
    ['before its edge', { x: -20, y: 0, width: 10, height: 10 }],
  ])('is none %s', (_what, drawn) => {
    const area = { width: 800, height: 600 };
    expect(regionPixels(drawn, area, area)).toBeNull();
  });
});

describe('the pixels of a display', () => {
  // The screens that people have. One pixel too few, and the whole picture is scaled: text blurs.
  const SCREENS = [
    [1366, 768],
    [1280, 1024],
    [1920, 1080],
    [1920, 1200],
    [2560, 1440],
    [2880, 1800],
    [3440, 1440],
    [3840, 2160],
    [5120, 2880],
  ] as const;
  it.each(SCREENS)(
    'of %d by %d are told back from rounded units, at each scale',
    (width, height) => {
      // Nobody magnifies the smallest ones further.
      for (const factor of height < 1000 ? [1, 1.25, 1.5] : [1, 1.25, 1.5, 1.75, 2, 3]) {
        for (const tell of [Math.round, Math.floor]) {
          const dip = { width: tell(width / factor), height: tell(height / factor) };
          if (Number.isInteger(factor) && dip.width * factor !== width) continue;
          if (Number.isInteger(factor) && dip.height * factor !== height) continue;
          expect({ factor, ...displayPixels(dip, factor) }).toEqual({ factor, width, height });
        }
      }
    },
  );

  it('are what they are on a screen of odd size that is not scaled', () => {
    expect(displayPixels({ width: 1365, height: 767 }, 1)).toEqual({ width: 1365, height: 767 });
  });

  it('are never off by more than a unit', () => {
    fc.assert(
      fc.property(display, ({ picture, overlay, factor }) => {
        const found = displayPixels(overlay, factor);
        expect(Math.abs(found.width - picture.width)).toBeLessThanOrEqual(factor + 1);
        expect(Math.abs(found.height - picture.height)).toBeLessThanOrEqual(factor + 1);
      }),
    );
  });
});

describe('a rectangle on the overlay', () => {
  const area = { width: 1000, height: 600 };

  it('is the same whichever corner the drag began in, and stays on its screen', () => {
    const rect = { x: 900, y: 500, width: 100, height: 100 };
    expect(rectBetween({ x: 900, y: 500 }, { x: 1500, y: 900 }, area)).toEqual(rect);
    expect(rectBetween({ x: 1500, y: 900 }, { x: 900, y: 500 }, area)).toEqual(rect);
  });

  it('is none for a click', () => {
    expect(rectBetween({ x: 10, y: 10 }, { x: 12, y: 300 }, area)).toBeNull();
  });

  it('moves and grows by any row of keys and never leaves the screen or vanishes', () => {
    const press = fc.record({
      key: fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'),
      resize: fc.boolean(),
      step: fc.constantFrom(1, 16),
    });
    fc.assert(
      fc.property(fc.array(press, { maxLength: 200 }), (presses) => {
        const end = presses.reduce(
          (rect, { key, ...how }) => moveRect(rect, key, how, area),
          middleRect(area),
        );
        expect(inside(end, area)).toBe(true);
      }),
    );
  });
});
