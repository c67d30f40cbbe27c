import type { Capture, CaptureStatus } from '@shared/ipc/capture';
import type { Screenshots } from '../capture/screenshots';
import type { Handlers } from './register';

export interface CaptureHandling {
  readonly screenshots: Screenshots;
  readonly region: () => Promise<Capture>;
  readonly collect: () => readonly Capture[];
  readonly status: () => CaptureStatus;
}

export function captureHandlers(handling: CaptureHandling): Handlers['capture'] {
  const { screenshots, region, collect, status } = handling;
  return {
    status,
    sources: () => screenshots.sources(),
    take: ({ id }) => screenshots.take(id),
    region,
    collect,
  };
}
