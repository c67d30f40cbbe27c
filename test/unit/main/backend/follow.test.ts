import { expect, test } from 'vitest';
import { createFollower } from '../../../../electron/main/backend/follow';
import { fakeClock, settle } from '../support';

/** Looks that end when the test says so. */
function setUp() {
  const clock = fakeClock();
  const looks: { readonly start: number; readonly end: (waitMs: number) => void }[] = [];
  let starts = 0;
  const follower = createFollower(clock, () => {
    starts += 1;
    const start = starts;
    return () => new Promise((end) => looks.push({ start, end }));
  });
  return { follower, clock, looks };
}

// Woken while nothing sleeps, it would sleep through what it was woken for.
test('a wake during a look makes the wait after it none, once', async () => {
  const { follower, looks } = setUp();
  follower.start();
  follower.wake();
  looks[0]?.end(5_000);
  await settle();
  expect(looks).toHaveLength(2);
  looks[1]?.end(5_000);
  await settle();
  expect(looks).toHaveLength(2);
  follower.wake();
  await settle();
  expect(looks).toHaveLength(3);
});

// Two loops after a quick leave and return would tell everything twice.
test('a stop in the middle of a look is the last of it, and a start begins anew', async () => {
  const { follower, clock, looks } = setUp();
  follower.start();
  follower.stop();
  follower.start();
  looks[0]?.end(0);
  await settle();
  expect(looks.map(({ start }) => start)).toEqual([1, 2]);
  looks[1]?.end(1_000);
  await settle();
  clock.advance(1_000);
  await settle();
  expect(looks.map(({ start }) => start)).toEqual([1, 2, 2]);
  follower.stop();
  looks[2]?.end(0);
  await settle();
  expect(looks).toHaveLength(3);
});
