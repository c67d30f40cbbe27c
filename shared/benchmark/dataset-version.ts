/**
 * Names the content of both datasets; results of different versions can't be compared. A counter, and
 * the start of a hash that a test computes anew: whoever changes a task has to change this.
 */
export const DATASET_VERSION = '1-1ba3013a8e70';
