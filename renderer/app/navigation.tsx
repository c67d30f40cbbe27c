import { ChevronsLeft, ChevronsRight, Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../components/cx';
import { IconButton } from '../components/icon-button';
import { Tooltip } from '../components/tooltip';
import { MOD } from './shortcuts';
import { setPaletteOpen, showView, useAppStore, type ViewId } from './store';
import { type View, VIEWS } from './views';

const NARROW = '(max-width: 1023px)';

/** Collapsed at narrow width, and when the user says so. */
function useCollapsed(): readonly [boolean, (collapsed: boolean) => void] {
  const [collapsed, setCollapsed] = useState(() => window.matchMedia(NARROW).matches);
  useEffect(() => {
    const query = window.matchMedia(NARROW);
    const follow = (): void => setCollapsed(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return [collapsed, setCollapsed];
}

export function Navigation() {
  const { t } = useTranslation();
  const [collapsed, setCollapsed] = useCollapsed();
  return (
    <nav
      aria-label={t('app.navigation')}
      className={cx(
        'flex shrink-0 flex-col gap-1 border-r border-line bg-canvas p-2',
        collapsed ? 'w-13' : 'w-48',
      )}
    >
      <div className="flex h-8 items-center justify-between">
        {!collapsed && <span className="px-2 font-semibold">{t('common.appName')}</span>}
        <IconButton
          label={collapsed ? t('app.expand') : t('app.collapse')}
          icon={collapsed ? <ChevronsRight size={16} /> : <ChevronsLeft size={16} />}
          aria-expanded={!collapsed}
          tooltipSide="right"
          onClick={() => setCollapsed(!collapsed)}
        />
      </div>
      <Hint label={t('app.search')} collapsed={collapsed}>
        <button
          type="button"
          aria-label={t('app.palette.title')}
          onClick={() => setPaletteOpen(true)}
          className="mb-1 flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2 text-ink-3 hover:bg-hover"
        >
          <Search size={16} className="shrink-0" aria-hidden />
          {!collapsed && (
            <>
              <span className="flex-1 truncate text-left">{t('app.search')}</span>
              <kbd className="font-sans text-xs">{MOD} K</kbd>
            </>
          )}
        </button>
      </Hint>
      {VIEWS.map((view) => (
        <Item key={view.id} view={view} collapsed={collapsed} />
      ))}
    </nav>
  );
}

function Item({ view, collapsed }: { readonly view: View; readonly collapsed: boolean }) {
  const { t } = useTranslation();
  const current = useAppStore((state) => state.view === view.id);
  const Icon = view.icon;
  const label = t(`app.views.${view.id satisfies ViewId}`);
  return (
    <Hint label={label} collapsed={collapsed}>
      <button
        type="button"
        aria-current={current ? 'page' : undefined}
        aria-label={label}
        data-view={view.id}
        onClick={() => showView(view.id)}
        className={cx(
          'flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover',
          current ? 'bg-accent-soft font-medium text-accent-ink' : 'text-ink-2',
        )}
      >
        <Icon size={16} className="shrink-0" aria-hidden />
        {!collapsed && <span className="truncate">{label}</span>}
      </button>
    </Hint>
  );
}

function Hint(props: {
  readonly label: string;
  readonly collapsed: boolean;
  readonly children: React.ReactElement;
}): ReactNode {
  if (!props.collapsed) return props.children;
  return (
    <Tooltip content={props.label} side="right">
      {props.children}
    </Tooltip>
  );
}
