import type { ModelRow } from '@shared/api/models';
import { Gauge } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Progress } from '../../components/progress';
import { cancelMeasure, measure } from './actions';
import { isAvailable } from './rows';
import { useModelsStore } from './store';

/** Measures a model of this machine, with what it is doing and a way to stop it. */
export function MeasureCard({ row }: { readonly row: ModelRow }) {
  const { t } = useTranslation();
  const since = useModelsStore((state) => state.measuring[row.id] ?? null);
  if (!row.local) return <p className="text-sm text-ink-3">{t('models.measure.notHere')}</p>;
  if (!isAvailable(row))
    return <p className="text-sm text-ink-3">{t('models.measure.notReady')}</p>;
  if (since !== null) return <Running row={row} since={since} />;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button icon={<Gauge size={14} aria-hidden />} onClick={() => void measure(row.id, row.name)}>
        {t('models.measure.start')}
      </Button>
      <span className="text-sm text-ink-3">{t('models.measure.hint')}</span>
    </div>
  );
}

const TICK_MS = 1_000;

function Running({ row, since }: { readonly row: ModelRow; readonly since: number }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const text = t('models.measure.running', { seconds: Math.floor((now - since) / 1000) });
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line p-3">
      <p className="text-sm">{text}</p>
      <Progress label={t('models.measure.start')} share={null} />
      <div>
        <Button size="sm" onClick={() => void cancelMeasure(row.id)}>
          {t('models.measure.cancel')}
        </Button>
      </div>
    </div>
  );
}
