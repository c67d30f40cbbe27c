import type { ExplainRequest } from '@shared/api/memory';
import { api, LOADING } from '../../app/api';
import { showView } from '../../app/store';
import { type RouteSource, useRoutesStore } from './store';

const set = useRoutesStore.setState;
const get = useRoutesStore.getState;
/** Examples in the list to choose from. */
const LISTED = 200;
let asked = 0;

/** Opens Routes with a prompt, from elsewhere. */
export function showRoute(prompt: string): void {
  set({ source: 'prompt', prompt });
  showView('routes');
  void walk();
}

/** Opens Routes with one of the user's examples. */
export function showExample(id: string): void {
  set({ source: 'example', exampleId: id });
  showView('routes');
  void loadExamples();
}

export function setSource(source: RouteSource): void {
  // What is still being decided belongs to the source before.
  asked += 1;
  set({ source, walked: null });
  if (source === 'practice') void walk();
  if (source === 'example') void loadExamples();
}

export function setPrompt(prompt: string): void {
  set({ prompt });
}

export function setAlpha(alpha: number): void {
  set({ alpha });
}

export function choosePractice(practiceId: string): void {
  set({ practiceId });
  void walk();
}

export function chooseExample(exampleId: string): void {
  set({ exampleId });
  void walk();
}

/** The newest examples, with the chosen one among them; it is walked, or the first one. */
export async function loadExamples(): Promise<void> {
  const result = await api().memory.list({ q: '', limit: LISTED, offset: 0 });
  if (!result.ok) {
    set({ examples: { state: 'error', error: result.error } });
    return;
  }
  const { examples } = result.data;
  const { exampleId } = get();
  const known = exampleId !== null && examples.some(({ id }) => id === exampleId);
  set({
    examples: { state: 'ready', value: examples },
    ...(exampleId === null && { exampleId: examples[0]?.id ?? null }),
  });
  // One that is older than the list is walked all the same: the backend knows it.
  if (get().source === 'example' && (known || get().exampleId !== null)) await walk();
}

/** Has the shipped code decide what is chosen; the newest question wins. */
export async function walk(): Promise<void> {
  const request = requestOf();
  if (request === null) return;
  const mine = (asked += 1);
  set({ walked: LOADING });
  const result = await api().memory.explain(request);
  if (mine !== asked) return;
  set({
    walked: result.ok
      ? { state: 'ready', value: result.data }
      : { state: 'error', error: result.error },
  });
}

function requestOf(): ExplainRequest | null {
  const { source, prompt, exampleId, practiceId } = get();
  if (source === 'practice') return { practice_id: practiceId };
  if (source === 'example') return exampleId === null ? null : { example_id: exampleId };
  return prompt.trim() === '' ? null : { prompt };
}
