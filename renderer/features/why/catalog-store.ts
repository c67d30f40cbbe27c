import type { CatalogResponse } from '@shared/api/auto-router';
import type { TaskName } from '@shared/routing/tasks';
import { useCallback, useEffect } from 'react';
import { create } from 'zustand';
import { api } from '../../app/api';

interface CatalogState {
  /** Display names by model id. */
  readonly names: Readonly<Record<string, string>>;
  readonly sources: CatalogResponse['sources'];
  /** Lines to show where figures are shown. */
  readonly attribution: CatalogResponse['attribution'];
}

/** What a figure's source id and a model's id are called. */
export const useCatalogStore = create<CatalogState>()(() => ({
  names: {},
  sources: {},
  attribution: [],
}));

/** Tasks whose names were asked for. */
const asked = new Set<TaskName>();

/** Reads names and sources; without the backend they stay as they were. */
export async function loadCatalog(task: TaskName): Promise<void> {
  const result = await api().router.catalog({ task });
  if (!result.ok) {
    asked.delete(task);
    return;
  }
  const { candidates, sources, attribution } = result.data;
  useCatalogStore.setState((state) => ({
    names: { ...state.names, ...Object.fromEntries(candidates.map((c) => [c.id, c.name])) },
    sources: { ...state.sources, ...sources },
    attribution,
  }));
}

/** Reads the names of a task's models once, for a place that shows one of them. */
export function useNamesOf(task: TaskName): void {
  useEffect(() => {
    if (asked.has(task)) return;
    asked.add(task);
    void loadCatalog(task);
  }, [task]);
}

/** The display name when the catalog has one, else the provider's own model id. */
export function useModelName(id: string): string {
  const known = useCatalogStore((state) => state.names[id]);
  return nameOf(id, known);
}

/** As {@link useModelName}, for a list of models. */
export function useModelNames(): (id: string) => string {
  const names = useCatalogStore((state) => state.names);
  return useCallback((id) => nameOf(id, names[id]), [names]);
}

function nameOf(id: string, known: string | undefined): string {
  return known ?? id.slice(id.indexOf('/') + 1);
}
