export { detectLocal, followProviders, loadProviders } from './actions';
export { ProvidersView } from './providers-view';
