import { describe, expect, it } from 'vitest';
import { boxBetween, middleBox, nudge } from '../../../../renderer/features/capture/boxes';
import { placeLabel } from '../../../../renderer/features/capture/overlay/place-label';

const AREA = { width: 1000, height: 500 };

describe('a box on the picture', () => {
  it('is the same whichever corner the drag began in, and never beyond the picture', () => {
    const box = { x: 900, y: 400, width: 100, height: 100 };
    expect(boxBetween({ x: 900, y: 400 }, { x: 1200, y: 700 }, AREA)).toEqual(box);
    expect(boxBetween({ x: 1200, y: 700 }, { x: 900, y: 400 }, AREA)).toEqual(box);
  });

  it('covers every pixel that it touches: half a pixel left open is a letter that can be read', () => {
    expect(boxBetween({ x: 10.6, y: 10.6 }, { x: 20.2, y: 20.2 }, AREA)).toEqual({
      x: 10,
      y: 10,
      width: 11,
      height: 11,
    });
  });

  it('is none for a click', () => {
    expect(boxBetween({ x: 10, y: 10 }, { x: 11, y: 40 }, AREA)).toBeNull();
  });

  it('moves and grows by keys and stays inside', () => {
    let box = middleBox(AREA);
    for (let step = 0; step < 100; step++) box = nudge(box, 'ArrowRight', false, AREA);
    expect(box.x + box.width).toBe(AREA.width);
    for (let step = 0; step < 100; step++) box = nudge(box, 'ArrowDown', true, AREA);
    expect(box.y + box.height).toBe(AREA.height);
    for (let step = 0; step < 100; step++) box = nudge(box, 'ArrowUp', true, AREA);
    expect(box.height).toBeGreaterThan(0);
  });
});

describe('the label of a rectangle on the overlay', () => {
  const area = { width: 1000, height: 600 };
  const label = { width: 80, height: 24 };

  it('stands under it, above it at the lower edge, and in it when it fills the screen', () => {
    const at = (y: number, height: number) =>
      placeLabel({ x: 100, y, width: 200, height }, label, area).y;
    expect(at(100, 200)).toBeGreaterThan(300);
    expect(at(380, 215)).toBeLessThan(380);
    expect(at(0, 600)).toBeGreaterThan(0);
    expect(at(0, 600)).toBeLessThan(600 - label.height);
  });

  it('is never cut off at the right edge', () => {
    const { x } = placeLabel({ x: 990, y: 10, width: 10, height: 10 }, label, area);
    expect(x + label.width).toBeLessThanOrEqual(area.width);
  });
});
