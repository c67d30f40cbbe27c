import type { TaskName } from '@shared/routing/tasks';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { cx } from '../../components/cx';
import { type TaskInfo, preferencesStore, usePreferences } from './store';
import { isCustomised } from './wire';

export interface TaskListProps {
  readonly tasks: readonly TaskInfo[];
  readonly known: readonly TaskName[];
}

/** The five tasks: beside the panel where there is room, in rows above it where there is not. */
export function TaskList({ tasks, known }: TaskListProps) {
  const { t } = useTranslation();
  const current = usePreferences((state) => state.task);
  const overrides = usePreferences((state) => state.draft);
  return (
    <nav aria-label={t('preferences.tasksLabel')} className="shrink-0 @5xl:w-56">
      <ul className="flex flex-wrap gap-1 @5xl:sticky @5xl:top-0 @5xl:flex-col">
        {known.map((task) => {
          const info = tasks.find(({ name }) => name === task);
          const active = task === current;
          return (
            <li key={task}>
              <button
                type="button"
                aria-current={active ? 'true' : undefined}
                onClick={() => void preferencesStore.getState().openTask(task)}
                className={cx(
                  'flex w-full flex-wrap items-center gap-x-2 rounded-md border px-3 py-1.5 text-left',
                  active
                    ? 'border-line bg-surface font-medium text-ink'
                    : 'border-transparent text-ink-2 hover:bg-hover',
                )}
              >
                {t(`preferences.tasks.${task}`)}
                {info !== undefined && isCustomised(overrides, task, info.default_weights) && (
                  <Badge tone="accent">{t('preferences.customised')}</Badge>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
