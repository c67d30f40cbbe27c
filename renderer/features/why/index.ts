export { Attribution } from './attribution';
export {
  loadCatalog,
  useCatalogStore,
  useModelName,
  useModelNames,
  useNamesOf,
} from './catalog-store';
export { AxisLegend, ContributionBar } from './contribution-bar';
export { sentenceOf } from './sentence';
export { RecordedTrace, TraceView, type TraceViewProps } from './trace-view';
export { useTrace } from './use-trace';
export { costTerm, VoteTable } from './vote-table';
export { WhyActions } from './why-actions';
