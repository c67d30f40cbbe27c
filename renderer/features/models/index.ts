export { ModelsView } from './models-view';
