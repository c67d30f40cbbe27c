import { lazy, Suspense } from 'react';
import { SourceDialog } from './source-dialog';
import { useCaptureStore } from './store';

const PreviewDialog = lazy(() =>
  import('./preview-dialog').then((loaded) => ({ default: loaded.PreviewDialog })),
);

/** First what to capture, then what becomes of it. Nothing leaves it before the person says so. */
export function CaptureDialog() {
  const stage = useCaptureStore((state) => state.stage);
  const taken = useCaptureStore((state) => state.taken);
  if (stage === 'choosing') return <SourceDialog />;
  if (stage !== 'preview' || taken === null) return null;
  return (
    <Suspense fallback={null}>
      <PreviewDialog key={taken.capture.image} taken={taken} />
    </Suspense>
  );
}
