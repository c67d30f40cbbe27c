import { api } from '../../app/api';
import { showView } from '../../app/store';
import { toastError } from '../../components/toaster';
import { historyStore } from './store';

/** Goes to the history with this row open, whatever its filters show. */
export async function openHistoryRow(id: string): Promise<void> {
  const result = await api().history.row({ id });
  if (!result.ok) return toastError(result.error);
  historyStore.getState().open(result.data);
  showView('history');
}
