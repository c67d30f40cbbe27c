import type { RecallShotDetail, RecallStatus } from '../../shared/api/recall';
import type { Api } from '../../shared/ipc/api';
import { fail, ok } from './fake-result';

export const RECALL_STATUS: RecallStatus = {
  keep: false,
  retentionDays: null,
  shots: 0,
  bytes: 0,
  unread: 0,
  reading: null,
  index: {
    model: null,
    embeddedBy: { name: 'Universal Sentence Encoder lite', local: true },
    done: 0,
    pending: 0,
  },
  building: null,
  pick: { model: 'local/use-lite', name: 'Universal Sentence Encoder lite', local: true },
  lastError: null,
};

export const RECALL_SHOT: RecallShotDetail = {
  id: 'shot-1',
  at: Date.UTC(2026, 10, 17, 9, 30),
  app: null,
  title: 'checkout.ts - Editor',
  width: 1280,
  height: 800,
  bytes: 240_000,
  state: 'read',
  snippet: 'Uncaught TypeError: cannot read properties of undefined',
  localOnly: false,
  foundBy: null,
  text: 'Uncaught TypeError: cannot read properties of undefined\nat checkout.ts:12',
};

/** One grey pixel. */
export const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOor6//DwAFiAKAjM9X6QAAAABJRU5ErkJggg==';

export interface FakeRecallState {
  recall: RecallStatus;
  shots: readonly RecallShotDetail[];
}

/** Main's part of recall, from a state that a test may change. */
export function fakeRecall(state: FakeRecallState): Api['recall'] {
  return {
    status: () => ok(state.recall),
    change: ({ keep, retention_days: days }) => {
      const retentionDays = days === undefined ? state.recall.retentionDays : days;
      state.recall = { ...state.recall, keep: keep ?? state.recall.keep, retentionDays };
      return ok(state.recall);
    },
    search: ({ q }) => {
      const found = state.shots.filter(({ text }) => text?.toLowerCase().includes(q.toLowerCase()));
      const shots = found.map((shot) => (q === '' ? shot : { ...shot, foundBy: 'words' as const }));
      return ok({ shots, total: shots.length, meaningMissing: null });
    },
    shot: ({ id }) => {
      const found = state.shots.find((shot) => shot.id === id);
      return found === undefined ? fail('screenshot_not_found') : ok(found);
    },
    image: () => ok({ dataUrl: PIXEL }),
    remove: ({ id }) => {
      state.shots = state.shots.filter((shot) => shot.id !== id);
      state.recall = { ...state.recall, shots: state.shots.length };
      return ok(undefined);
    },
    clear: () => {
      const removed = state.shots.length;
      state.shots = [];
      state.recall = { ...state.recall, shots: 0, bytes: 0 };
      return ok({ removed });
    },
    reindex: ({ model }) => {
      const wanted = model ?? state.recall.pick.model;
      state.recall = { ...state.recall, building: { model: wanted, done: 0, total: 1 } };
      return ok(state.recall);
    },
    stopReindex: () => {
      state.recall = { ...state.recall, building: null };
      return ok(state.recall);
    },
    keep: ({ title, localOnly }) => {
      const kept = { ...RECALL_SHOT, id: `shot-${state.shots.length + 1}`, title, localOnly };
      state.shots = [kept, ...state.shots];
      state.recall = { ...state.recall, shots: state.shots.length };
      return ok(kept);
    },
  };
}
