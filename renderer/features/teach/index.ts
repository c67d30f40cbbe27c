export { offerUndo, teachPrompt } from './actions';
export { TeachView } from './teach-view';
