import './features/capture/overlay/overlay.css';
import { startOverlay } from './features/capture/overlay/start';

const root = document.querySelector<HTMLElement>('#overlay');
if (root === null) throw new Error('overlay.html has no #overlay');
await startOverlay(root);
