import { CSPProvider } from '@base-ui/react/csp-provider';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { DelayedSpinner } from '../components/states';
import { Toaster } from '../components/toaster';
import { TooltipProvider } from '../components/tooltip';
import { CaptureDialog } from '../features/capture';
import { FileDialog } from '../features/voice';
import { Banners } from './banners';
import { Navigation } from './navigation';
import { Palette } from './palette';
import { useShortcuts } from './shortcuts';
import { ShortcutsDialog } from './shortcuts-dialog';
import { useAppStore } from './store';
import { useTheme } from './theme';
import { ViewBoundary } from './view-boundary';
import { VIEWS } from './views';

export function App() {
  const { t } = useTranslation();
  useTheme();
  useShortcuts();
  useEffect(() => {
    // The mark that e2e tests and the cold-start bench wait for.
    document.documentElement.dataset.ready = 'true';
  }, []);
  return (
    <CSPProvider disableStyleElements>
      <TooltipProvider delay={400}>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-1 focus:text-on-accent"
        >
          {t('app.skip')}
        </a>
        <div className="flex h-full">
          <Navigation />
          <div className="flex min-w-0 flex-1 flex-col">
            <Banners />
            <main id="main" tabIndex={-1} className="min-h-0 flex-1 bg-canvas outline-none">
              <CurrentView />
            </main>
          </div>
        </div>
        <Palette />
        <ShortcutsDialog />
        <CaptureDialog />
        <FileDialog />
        <Toaster />
      </TooltipProvider>
    </CSPProvider>
  );
}

function CurrentView() {
  const { t } = useTranslation();
  const id = useAppStore((state) => state.view);
  const View = VIEWS.find((view) => view.id === id)?.component;
  if (View === undefined) return null;
  return (
    <ViewBoundary key={id}>
      <Suspense fallback={<DelayedSpinner label={t('common.loading')} />}>
        <View />
      </Suspense>
    </ViewBoundary>
  );
}
