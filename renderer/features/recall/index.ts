export { RecallView } from './recall-view';
