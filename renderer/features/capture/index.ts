export { openCapture } from './actions';
export { CaptureButton } from './capture-button';
export { connectCapture } from './connect';
export { CaptureDialog } from './capture-dialog';
export { ScreenshotsCard } from './settings-card';
