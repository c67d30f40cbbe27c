import { expect, test } from 'vitest';
import { createBenchmarkPause } from '../../../../electron/main/backend/benchmark-pause';
import { listLog, settle } from '../support';

function setUp({ battery = false, embedded = true } = {}) {
  const puts: (string | null)[] = [];
  const listeners = new Map<string, () => void>();
  const power = { battery };
  const pause = createBenchmarkPause({
    client: {
      setBenchmarkPause: (reason) => {
        puts.push(reason);
        return Promise.resolve({ reason });
      },
    },
    power: {
      isOnBatteryPower: () => power.battery,
      on: (event, listener) => listeners.set(event, listener),
    },
    embedded: () => embedded,
    log: listLog(),
  });
  const machine = async (event: 'on-battery' | 'on-ac'): Promise<void> => {
    listeners.get(event)?.();
    await settle();
  };
  return { pause, puts, machine };
}

test('a run waits on battery and goes on at the socket', async () => {
  const { puts, machine } = setUp();
  await machine('on-battery');
  await machine('on-ac');
  expect(puts).toEqual(['on battery', null]);
});

test('a router that starts on battery is told so (bug: a run that resumes there empties it)', async () => {
  const { pause, puts } = setUp({ battery: true });
  pause.backendStarted();
  await settle();
  expect(puts).toEqual(['on battery']);
});

test('what the user paused is not woken by the socket, also after a restart of the router', async () => {
  const { pause, puts, machine } = setUp();
  await pause.set(true);
  await machine('on-ac');
  pause.backendStarted();
  await settle();
  expect(puts).toEqual(['paused by you', 'paused by you']);
});

test('the user may let it go on in spite of the battery', async () => {
  const { pause, puts, machine } = setUp();
  await machine('on-battery');
  await pause.set(false);
  expect(puts).toEqual(['on battery', null]);
});

test('a team’s server is not held by this machine’s battery', async () => {
  const { pause, puts, machine } = setUp({ battery: true, embedded: false });
  await machine('on-battery');
  pause.backendStarted();
  await settle();
  expect(puts).toEqual([]);
});
