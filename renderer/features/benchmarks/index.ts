export { BenchmarksView } from './benchmarks-view';
