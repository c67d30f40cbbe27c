import type { RecallStatus } from '@shared/api/recall';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { ConfirmDialog } from '../../components/dialog';
import { Select } from '../../components/select';
import { Switch } from '../../components/switch';
import { changeRecall, removeAll } from './actions';
import { formatBytes } from './bytes';

const FOREVER = 'forever';
const DAYS = [7, 30, 90, 365] as const;

/** Whether screenshots are kept, for how long, and what they take. */
export function SettingsCard({ status }: { readonly status: RecallStatus }) {
  const { t } = useTranslation();
  const [clearing, setClearing] = useState(false);
  const [shorter, setShorter] = useState<number | null>(null);
  const { retentionDays, shots, bytes } = status;
  const choices = [...new Set([...DAYS, ...(retentionDays === null ? [] : [retentionDays])])];
  const choose = (value: string): void => {
    const days = value === FOREVER ? null : Number(value);
    // Only keeping them for a shorter time takes something away.
    const less = days !== null && (retentionDays === null || days < retentionDays);
    if (less && shots > 0) setShorter(days);
    else void changeRecall({ retention_days: days });
  };
  return (
    <Card title={t('recall.settings.title')}>
      <div className="flex flex-col gap-4">
        <Switch
          label={t('recall.settings.keep')}
          description={t('recall.settings.keepBody')}
          checked={status.keep}
          onChange={(keep) => void changeRecall({ keep })}
        />
        <Select
          label={t('recall.settings.retention')}
          showLabel
          value={retentionDays === null ? FOREVER : String(retentionDays)}
          options={[
            ...choices
              .toSorted((a, b) => a - b)
              .map((days) => ({
                value: String(days),
                label: t('recall.settings.days', { count: days }),
              })),
            { value: FOREVER, label: t('recall.settings.forever') },
          ]}
          onChange={choose}
        />
        <div className="flex items-center justify-between gap-4">
          <div>
            <div className="text-sm text-ink-2">{t('recall.settings.disk')}</div>
            <div>{t('recall.settings.diskValue', { count: shots, size: formatBytes(bytes) })}</div>
          </div>
          <Button disabled={shots === 0} onClick={() => setClearing(true)}>
            {t('recall.settings.clear')}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={clearing}
        onOpenChange={setClearing}
        title={t('recall.settings.clearTitle')}
        description={t('recall.settings.clearBody', { count: shots })}
        confirmLabel={t('recall.delete')}
        onConfirm={() => void removeAll()}
      />
      <ConfirmDialog
        open={shorter !== null}
        onOpenChange={(open) => {
          if (!open) setShorter(null);
        }}
        title={t('recall.settings.retentionTitle')}
        description={t('recall.settings.retentionBody', {
          days: t('recall.settings.days', { count: shorter ?? 0 }),
        })}
        confirmLabel={t('recall.settings.retentionConfirm')}
        onConfirm={() => void changeRecall({ retention_days: shorter })}
      />
    </Card>
  );
}
