import { COMPARE_LEAST } from '@shared/api/compare';
import { t } from 'i18next';
import { api, LOADING } from '../../app/api';
import { showView } from '../../app/store';
import { toast, toastError } from '../../components/toaster';
import { dealLetters, ratingsOf } from './letters';
import { selectPicked, selectPractice, type TeachTab, useTeachStore, warmthOf } from './store';

const set = useTeachStore.setState;
const get = useTeachStore.getState;
/** Typing rests this long before a price is asked for. */
const ESTIMATE_DELAY_MS = 250;

let estimateTimer: ReturnType<typeof setTimeout> | undefined;
/** The newest estimate wins, however late an older one comes. */
let estimateAsked = 0;

/** Reads what can be compared and how far the memory is. */
export async function loadTeach(): Promise<void> {
  await Promise.all([loadModels(), loadStatus()]);
  askEstimate();
}

async function loadModels(): Promise<void> {
  const result = await api().router.catalog({ task: 'general_assistant' });
  set({
    models: result.ok
      ? {
          state: 'ready',
          value: result.data.candidates.filter(({ availability }) => availability === 'callable'),
        }
      : { state: 'error', error: result.error },
  });
}

export async function loadStatus(): Promise<void> {
  const result = await api().memory.status();
  set({
    status: result.ok
      ? { state: 'ready', value: result.data }
      : { state: 'error', error: result.error },
  });
}

export function showTab(tab: TeachTab): void {
  set({ tab });
}

/** Opens Teach with a prompt, from elsewhere. */
export function teachPrompt(prompt: string): void {
  set({ tab: 'teach', round: null });
  setPrompt(prompt);
  showView('teach');
}

export function setPrompt(prompt: string): void {
  set({ prompt });
  askEstimate();
}

export function togglePicked(id: string): void {
  const picked = selectPicked(get());
  set({ picked: picked.includes(id) ? picked.filter((other) => other !== id) : [...picked, id] });
  askEstimate();
}

export function setBlind(blind: boolean): void {
  set({ blind });
}

function askEstimate(): void {
  clearTimeout(estimateTimer);
  const { prompt } = get();
  const models = selectPicked(get());
  estimateAsked += 1;
  if (prompt.trim() === '' || models.length < COMPARE_LEAST) {
    set({ estimate: null });
    return;
  }
  const asked = estimateAsked;
  set({ estimate: LOADING });
  estimateTimer = setTimeout(() => void readEstimate(asked, prompt, models), ESTIMATE_DELAY_MS);
}

async function readEstimate(
  asked: number,
  prompt: string,
  models: readonly string[],
): Promise<void> {
  const result = await api().memory.estimate({ prompt, models });
  if (asked !== estimateAsked) return;
  set({
    estimate: result.ok
      ? { state: 'ready', value: result.data }
      : { state: 'error', error: result.error },
  });
}

/** Asks the chosen models; what was shown as the most it can cost is the cap. */
export async function compare(random: () => number = Math.random): Promise<void> {
  const { prompt, estimate, round } = get();
  if (round?.phase === 'asking' || estimate?.state !== 'ready') return;
  const models = selectPicked(get());
  const id = crypto.randomUUID();
  set({ round: { phase: 'asking', id, prompt, count: models.length } });
  const maxCostUsd = estimate.value.at_most_usd;
  const result = await api().memory.compare({ id, prompt, models, maxCostUsd });
  const now = get().round;
  if (now?.phase !== 'asking' || now.id !== id) return;
  if (!result.ok) {
    const stopped = result.error.code === 'cancelled';
    set({ round: stopped ? null : { phase: 'failed', error: result.error } });
    return;
  }
  const { answers, cost_usd: costUsd } = result.data;
  set((state) => ({
    round: {
      phase: 'rating',
      prompt,
      answers: dealLetters(answers, random),
      costUsd,
      scores: {},
      saving: false,
      saved: false,
    },
    compared: { ...state.compared, [prompt]: answers },
  }));
}

export async function stopCompare(): Promise<void> {
  const { round } = get();
  if (round?.phase !== 'asking') return;
  set({ round: null });
  const result = await api().memory.stopCompare({ id: round.id });
  if (!result.ok) toastError(result.error);
}

export function setScore(letter: string, score: number): void {
  set(({ round }) =>
    round?.phase === 'rating' && !round.saved
      ? { round: { ...round, scores: { ...round.scores, [letter]: score } } }
      : {},
  );
}

/** Stores the ratings; only then is shown who wrote what. */
export async function saveRatings(): Promise<void> {
  const { round } = get();
  if (round?.phase !== 'rating' || round.saving || round.saved) return;
  const scores = ratingsOf(round.answers, round.scores);
  if (scores === null) return;
  set({ round: { ...round, saving: true } });
  const result = await api().memory.rank({ examples: [{ prompt: round.prompt, scores }] });
  const ended = { ...round, saving: false, saved: result.ok };
  set((state) => (state.round?.phase === 'rating' ? { round: ended } : {}));
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  await loadStatus();
  offerUndo(savedTitle(), result.data.undo_id, () => {
    // Open to be rated otherwise, if it is still the one that is shown.
    set((state) =>
      state.round?.phase === 'rating' && state.round.answers === round.answers
        ? { round: { ...state.round, saved: false } }
        : {},
    );
  });
}

function savedTitle(): string {
  const { status } = get();
  if (status.state !== 'ready') return t('common.saved');
  const { count, needed, warm } = warmthOf(status.value, selectPractice(get()));
  return warm ? t('teach.rate.savedWarm', { count }) : t('teach.rate.saved', { count, needed });
}

/** Says what was done to the memory, and takes it back when asked to. */
export function offerUndo(title: string, undoId: string, onUndone: () => void): void {
  const run = async (): Promise<void> => {
    const result = await api().memory.undo({ undoId });
    if (!result.ok) {
      toastError(result.error);
      return;
    }
    set({ status: { state: 'ready', value: result.data } });
    onUndone();
    toast({ title: t('teach.memory.undone') });
  };
  toast({ title, action: { label: t('common.undo'), run: () => void run() } });
}

/** On to the next prompt; ratings that were not saved are gone. */
export function nextRound(): void {
  set({ round: null, prompt: '' });
  askEstimate();
}

export function closeRound(): void {
  set({ round: null });
}
