export { detectLocal, followProviders, loadProviders, showSection } from './actions';
export { ProvidersView } from './providers-view';
