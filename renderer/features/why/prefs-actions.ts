import type { PrefsWire } from '@shared/api/prefs';
import type { TaskName } from '@shared/routing/tasks';
import { t } from 'i18next';
import { api } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { constraintsOf, type Prefs, withConstraints, withPin } from '../preferences/wire';

async function restore(prefs: PrefsWire): Promise<void> {
  const result = await api().router.putPrefs({ prefs });
  if (!result.ok) toastError(result.error);
}

async function change(to: (prefs: Prefs) => Prefs, said: string): Promise<void> {
  const before = await api().router.getPrefs();
  if (!before.ok) {
    toastError(before.error);
    return;
  }
  const after = await api().router.putPrefs({ prefs: to(before.data.prefs) });
  if (!after.ok) {
    toastError(after.error);
    return;
  }
  toast({
    title: said,
    action: { label: t('common.undo'), run: () => void restore(before.data.prefs) },
  });
}

/** Every next request of the task goes to this model, until it is unpinned. */
export async function pinModel(task: TaskName, id: string, name: string): Promise<void> {
  const said = t('why.pinned', { model: name, task: t(`common.tasks.${task}`) });
  await change((prefs) => withPin(prefs, task, id), said);
}

/** The model is not served for the task any more; a pin on it goes too. */
export async function excludeModel(task: TaskName, id: string, name: string): Promise<void> {
  const said = t('why.excluded', { model: name, task: t(`common.tasks.${task}`) });
  await change((prefs) => {
    const limits = constraintsOf(prefs, task);
    const excluded = [...limits.excluded.filter((other) => other !== id), id];
    const next = withConstraints(prefs, task, { ...limits, excluded });
    return next.model_overrides[task] === id ? withPin(next, task, null) : next;
  }, said);
}
