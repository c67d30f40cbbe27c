/** Where a press of a key that is held to talk was seen. */
export type PressSource = 'window' | 'anywhere';

export interface PressGate {
  /** False = a press is under way that the other one saw first. */
  down(source: PressSource): boolean;
  /** False = this one has no press under way. */
  up(source: PressSource): boolean;
}

/**
 * One press at a time: a key that went down in another program and comes up in the window, or repeats
 * there, stays the press that it was.
 */
export function createPressGate(): PressGate {
  let owner: PressSource | null = null;
  return {
    down(source) {
      if (owner !== null) return false;
      owner = source;
      return true;
    },
    up(source) {
      if (owner !== source) return false;
      owner = null;
      return true;
    },
  };
}
