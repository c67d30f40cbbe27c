export { RoutesView } from './routes-view';
