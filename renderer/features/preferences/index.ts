export { PreferencesView } from './preferences-view';
