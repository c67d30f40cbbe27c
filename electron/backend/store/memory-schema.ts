import type { TaskName } from '@shared/routing/tasks';
import type { LabelSource } from '@shared/api/memory';

export interface MemoryExamplesTable {
  id: string;
  uid: string;
  task: TaskName;
  prompt: string;
  /** SHA-256 of the prompt: the same prompt rated again is the same example. */
  prompt_hash: string;
  /** Float32, little-endian; null until it is embedded. */
  vector: Uint8Array | null;
  /** Which model made the vector; vectors of another are made anew from the prompt (S1-18). */
  embedding_model: string | null;
  source: LabelSource;
  created_at: number;
  updated_at: number;
  /** Set while the removal can be undone; the row counts as gone. */
  removed_at: number | null;
}

export interface MemoryScoresTable {
  example_id: string;
  model: string;
  /** 0..1. */
  score: number;
}

export interface MemoryUndoTable {
  id: string;
  uid: string;
  at: number;
  /** JSON of an UndoDoc (memory-undo.ts). */
  doc: string;
}

export interface MemoryStickyTable {
  uid: string;
  conversation_id: string;
  task: TaskName;
  model: string;
  used_at: number;
}

export interface MemorySchema {
  memory_examples: MemoryExamplesTable;
  memory_scores: MemoryScoresTable;
  memory_undo: MemoryUndoTable;
  memory_sticky: MemoryStickyTable;
}
