/**
 * The datasets of both benchmarks. They are large and needed only while a run starts or a case is
 * looked at: load this module with `await import(...)`, and types from `./dataset`.
 */
export { CLASSIFIER_INPUTS } from './classifier-inputs/index';
export { DATASET_VERSION } from './dataset-version';
export { GOLDEN_TASKS } from './golden/index';
