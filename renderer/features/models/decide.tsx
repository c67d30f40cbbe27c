import type { PickChange } from '@shared/api/models';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { decideChange } from './actions';

/** The two ways to answer a change. */
export function Decide({ change }: { readonly change: PickChange }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" variant="primary" onClick={() => void decideChange(change, 'take')}>
        {t('models.changes.take')}
      </Button>
      <Button size="sm" onClick={() => void decideChange(change, 'hold')}>
        {t('models.changes.keep')}
      </Button>
    </div>
  );
}
