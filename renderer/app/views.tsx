import {
  ChartNoAxesCombined,
  ChartPie,
  Gauge,
  GraduationCap,
  History,
  Library,
  type LucideIcon,
  MessageSquare,
  Plug,
  Route,
  ScanSearch,
  Settings,
} from 'lucide-react';
import { type ComponentType, lazy } from 'react';
import { ChatView } from '../features/chat';
import type { ViewId } from './store';

export interface View {
  readonly id: ViewId;
  readonly icon: LucideIcon;
  readonly component: ComponentType;
}

/** One row per view, in the order of the navigation; its text is `app.views.<id>`. Ctrl/Cmd+1.. */
export const VIEWS: readonly View[] = [
  { id: 'chat', icon: MessageSquare, component: ChatView },
  {
    id: 'preferences',
    icon: ChartPie,
    component: lazy(async () => ({
      default: (await import('../features/preferences')).PreferencesView,
    })),
  },
  {
    id: 'history',
    icon: History,
    component: lazy(async () => ({ default: (await import('../features/history')).HistoryView })),
  },
  {
    id: 'recall',
    icon: ScanSearch,
    component: lazy(async () => ({ default: (await import('../features/recall')).RecallView })),
  },
  {
    id: 'teach',
    icon: GraduationCap,
    component: lazy(async () => ({ default: (await import('../features/teach')).TeachView })),
  },
  {
    id: 'routes',
    icon: Route,
    component: lazy(async () => ({ default: (await import('../features/routes')).RoutesView })),
  },
  {
    id: 'benchmarks',
    icon: Gauge,
    component: lazy(async () => ({
      default: (await import('../features/benchmarks')).BenchmarksView,
    })),
  },
  {
    id: 'usage',
    icon: ChartNoAxesCombined,
    component: lazy(async () => ({ default: (await import('../features/usage')).UsageView })),
  },
  {
    id: 'models',
    icon: Library,
    component: lazy(async () => ({ default: (await import('../features/models')).ModelsView })),
  },
  {
    id: 'providers',
    icon: Plug,
    component: lazy(async () => ({
      default: (await import('../features/providers')).ProvidersView,
    })),
  },
  {
    id: 'settings',
    icon: Settings,
    component: lazy(async () => ({ default: (await import('../features/settings')).SettingsView })),
  },
];
