/** One kept screenshot. Its picture is a file beside the database. */
export interface RecallShotsTable {
  id: string;
  uid: string;
  at: number;
  /** Of the captured window, as far as the system says; null = a screen, a region, or not known. */
  app: string | null;
  title: string | null;
  width: number;
  height: number;
  /** Name of the file in the recall folder. */
  image_file: string;
  bytes: number;
  /** Text found in it; empty = there is none; null = it waits to be read. */
  text: string | null;
  /** Why its text could not be read; null = it could, or it waits. */
  error: string | null;
  /** 1 = its text is given to models on this machine alone. */
  local_only: number;
}

/** Vectors by embedding model: while an index is built anew the old one is still searched (S0-97). */
export interface RecallVectorsTable {
  shot_id: string;
  model: string;
  /** Float32, little-endian, unit length. */
  vector: Uint8Array;
}

export interface RecallSettingsTable {
  uid: string;
  /** 1 = screenshots are kept. */
  keep: number;
  /** Null = for ever. */
  retention_days: number | null;
  /** The model that the index is pinned to; null = nothing was embedded yet. */
  index_model: string | null;
  /** The model of the index that is being built to take its place; null = none is. */
  building_model: string | null;
  updated_at: number;
}

/** The tables of 0007-recall, with 0012-local-only. */
export interface RecallSchema {
  recall_shots: RecallShotsTable;
  recall_vectors: RecallVectorsTable;
  recall_settings: RecallSettingsTable;
}
