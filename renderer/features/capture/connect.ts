import { api } from '../../app/api';
import { toastError } from '../../components/toaster';
import { collectCaptures } from './actions';

/** Follows the shortcut. What it took before the page was there is fetched now. */
export function connectCapture(): void {
  api().on('capture', (notice) => {
    if (notice.kind === 'taken') void collectCaptures();
    else toastError({ code: notice.code, message: notice.code });
  });
  void collectCaptures();
}
