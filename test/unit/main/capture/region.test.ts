import { describe, expect, it } from 'vitest';
import {
  createRegion,
  type Overlay,
  type OverlayHost,
} from '../../../../electron/main/capture/region';
import { createScreenshots } from '../../../../electron/main/capture/screenshots';
import { fakeClock } from '../support';
import { fakeSystem, TWO_SCREENS } from './fake-system';

function setup() {
  const clock = fakeClock();
  const { system } = fakeSystem({
    screens: TWO_SCREENS,
    windows: [{ id: 'window:1:0', name: 'Bitwarden' }],
  });
  const steps: string[] = [];
  const gone = new Map<number, () => void>();
  let unplugged: ((id: string) => void) | null = null;
  const host: OverlayHost = {
    open(display, onGone): Overlay {
      const id = Number(display.id);
      gone.set(id, onGone);
      steps.push(`open ${id}`);
      return {
        id,
        show: () => void steps.push(`show ${id}`),
        focus: () => void steps.push(`focus ${id}`),
        close: () => void steps.push(`close ${id}`),
      };
    },
    pointedAt: () => '2',
    onUnplugged(listener) {
      unplugged = listener;
      return () => {
        unplugged = null;
      };
    },
  };
  const list = [{ name: 'Bitwarden', mode: 'never' as const }];
  const screenshots = createScreenshots(system, () => list);
  const region = createRegion({ freeze: () => screenshots.freeze(), host, clock });
  return {
    region,
    clock,
    steps,
    close: (id: number) => gone.get(id)?.(),
    unplug: (id: string) => unplugged?.(id),
    isWatching: () => unplugged !== null,
    /** Begins a drawing and waits until its overlays are there. */
    start: async () => {
      const drawn = region.draw();
      drawn.catch(() => undefined); // looked at later, by the test
      while (gone.size < 2) await Promise.resolve();
      return { drawn };
    },
  };
}

const RECT = { x: 100, y: 50, width: 200, height: 100 };
const AREA = { width: 1440, height: 900 };

describe('drawing a region', () => {
  it('cuts the pixels of the screen it was drawn on, with its own scale', async () => {
    const { region, start, steps } = setup();
    const { drawn } = await start();
    region.overlays.take(2, { rect: RECT, area: AREA });
    expect(await drawn).toMatchObject({
      width: 400,
      height: 200,
      title: 'Region of Screen 2',
      localOnly: true,
      privateApps: ['Bitwarden'],
    });
    expect(steps.filter((step) => step.startsWith('close'))).toEqual(['close 1', 'close 2']);
  });

  it('shows each screen its own picture, and gives the keyboard to the one under the pointer', async () => {
    const { region, start, steps } = setup();
    await start();
    expect(region.overlays.frame(2)).toMatchObject({
      size: { width: 2880, height: 1800 },
      name: 'Screen 2',
      screens: 2,
    });
    region.overlays.ready(1);
    region.overlays.ready(2);
    expect(steps).toEqual(['open 1', 'open 2', 'show 1', 'show 2', 'focus 2']);
    region.overlays.next(2);
    expect(steps.at(-1)).toBe('focus 1');
    region.overlays.next(1);
    expect(steps.at(-1)).toBe('focus 2');
    region.stop();
  });

  it('is cancelled by Escape, by closing every overlay, and by the end of the app', async () => {
    for (const end of [
      ({ region }: ReturnType<typeof setup>) => region.overlays.cancel(1),
      ({ close }: ReturnType<typeof setup>) => {
        close(1);
        close(2);
      },
      ({ region }: ReturnType<typeof setup>) => region.stop(),
    ]) {
      const all = setup();
      const { drawn } = await all.start();
      end(all);
      await expect(drawn).rejects.toMatchObject({ code: 'cancelled' });
      expect(all.clock.pending()).toBe(0);
      expect(all.isWatching()).toBe(false);
    }
  });

  it('goes on with the other screen when one is unplugged, and ends with the last', async () => {
    const { region, start, steps, unplug } = setup();
    const { drawn } = await start();
    unplug('2');
    expect(steps.at(-1)).toBe('close 2');
    expect(() => region.overlays.take(2, { rect: RECT, area: AREA })).toThrow('not being drawn');
    region.overlays.take(1, { rect: RECT, area: { width: 1920, height: 1080 } });
    expect(await drawn).toMatchObject({ width: 200, height: 100 });
    const again = setup();
    const second = await again.start();
    again.unplug('1');
    again.unplug('2');
    await expect(second.drawn).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('that never shows its picture does not cover the screen for ever', async () => {
    const { start, clock, steps } = setup();
    const { drawn } = await start();
    clock.advance(60_000);
    await expect(drawn).rejects.toMatchObject({ code: 'capture_failed' });
    expect(steps.at(-1)).toBe('close 2');
  });

  it('takes as long as the person likes once it is shown', async () => {
    const { region, start, clock, steps } = setup();
    await start();
    region.overlays.ready(1);
    clock.advance(3_600_000);
    expect(steps.some((step) => step.startsWith('close'))).toBe(false);
    region.stop();
  });

  it('is one at a time: a second one would freeze the overlays of the first', async () => {
    const { region, start, steps } = setup();
    const { drawn } = await start();
    await expect(region.draw()).rejects.toMatchObject({ code: 'capture_busy' });
    expect(region.focus()).toBe(true);
    expect(steps.at(-1)).toBe('focus 1');
    region.overlays.cancel(1);
    await expect(drawn).rejects.toMatchObject({ code: 'cancelled' });
    expect(region.focus()).toBe(false);
  });

  it('answers no page that is not one of its overlays', async () => {
    const { region, start } = setup();
    expect(() => region.overlays.frame(1)).toThrow('not being drawn');
    await start();
    expect(() => region.overlays.frame(77)).toThrow('not being drawn');
    // A rectangle beside the picture is no region, and ends nothing.
    expect(() => region.overlays.take(1, { rect: { ...RECT, x: 5_000 }, area: AREA })).toThrow(
      'Nothing is marked',
    );
    expect(region.focus()).toBe(true);
    region.stop();
  });
});
