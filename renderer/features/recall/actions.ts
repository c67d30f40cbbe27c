import type { RecallSettingsPatch, RecallStatus } from '@shared/api/recall';
import type { Result } from '@shared/ipc/result';
import { t } from 'i18next';
import { api } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { reload, useRecallStore } from './store';

function take(result: Result<RecallStatus>): void {
  if (result.ok) useRecallStore.setState({ status: { state: 'ready', value: result.data } });
  else toastError(result.error);
}

export async function changeRecall(patch: RecallSettingsPatch): Promise<void> {
  take(await api().recall.change(patch));
  await reload(new Date());
}

export async function rebuildIndex(): Promise<void> {
  take(await api().recall.reindex({ model: null }));
}

export async function stopRebuilding(): Promise<void> {
  take(await api().recall.stopReindex());
}

export async function removeShot(id: string): Promise<void> {
  const result = await api().recall.remove({ id });
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  useRecallStore.setState({ open: null });
  toast({ title: t('recall.deleted') });
  await reload(new Date());
}

export async function removeAll(): Promise<void> {
  const result = await api().recall.clear();
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  toast({ title: t('recall.settings.cleared') });
  await reload(new Date());
}

export async function copyShotText(text: string): Promise<void> {
  const result = await api().app.copyText({ text });
  if (result.ok) toast({ title: t('recall.copied') });
  else toastError(result.error);
}
