import {
  DEFAULT_PRIVATE_APPS,
  PRIVATE_MODES,
  type PrivateApp,
  type PrivateMode,
} from '@shared/capture/private-apps';
import { MAX_PRIVATE_APPS } from '@shared/settings/settings';
import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { IconButton } from '../../components/icon-button';
import { Select } from '../../components/select';
import { TextField } from '../../components/text-field';
import { toast } from '../../components/toaster';

interface Props {
  readonly list: readonly PrivateApp[];
  readonly onChange: (list: readonly PrivateApp[]) => void;
}

/** The apps whose windows are not captured, or shown to local models alone. */
export function PrivacyList({ list, onChange }: Props) {
  const { t } = useTranslation();
  const modes = PRIVATE_MODES.map((value) => ({
    value,
    label: t(`capture.settings.modes.${value}`),
  }));
  const isDefault = JSON.stringify(list) === JSON.stringify(DEFAULT_PRIVATE_APPS);
  const section = useRef<HTMLElement>(null);
  /** Where the focus goes once the row of the button that has it is gone. */
  const next = useRef<number | null>(null);
  useEffect(() => {
    if (next.current === null) return;
    const at = Math.min(next.current, list.length - 1);
    next.current = null;
    // To the neighbour, so that several can be taken out in a row; to the field when none is left.
    const place = at < 0 ? 'input' : `li:nth-child(${at + 1}) [data-remove]`;
    section.current?.querySelector<HTMLElement>(place)?.focus();
  }, [list]);
  const remove = (gone: PrivateApp): void => {
    next.current = list.indexOf(gone);
    onChange(list.filter((app) => app !== gone));
    toast({ title: t('capture.settings.removed', { name: gone.name }) });
  };
  return (
    <section ref={section} aria-label={t('capture.settings.apps')}>
      <h3 className="font-medium">{t('capture.settings.apps')}</h3>
      <p className="text-sm text-ink-3">{t('capture.settings.appsBody')}</p>
      <p className="mb-2 text-sm text-ink-3">{t('capture.settings.modesBody')}</p>
      {list.length === 0 && <p className="text-ink-2">{t('capture.settings.none')}</p>}
      <ul className="mb-3 divide-y divide-line">
        {list.map((app) => (
          <li key={app.name} className="flex items-center gap-2 py-1">
            <span className="min-w-0 flex-1 truncate">{app.name}</span>
            <Select<PrivateMode>
              label={t('capture.settings.modeOf', { name: app.name })}
              className="w-44"
              value={app.mode}
              options={modes}
              onChange={(mode) =>
                onChange(list.map((one) => (one === app ? { ...one, mode } : one)))
              }
            />
            <IconButton
              label={t('capture.settings.remove', { name: app.name })}
              icon={<Trash2 size={14} />}
              size="sm"
              data-remove
              onClick={() => remove(app)}
            />
          </li>
        ))}
      </ul>
      <AddApp list={list} onChange={onChange} />
      {!isDefault && (
        <Button size="sm" className="mt-2" onClick={() => onChange(DEFAULT_PRIVATE_APPS)}>
          {t('capture.settings.reset')}
        </Button>
      )}
    </section>
  );
}

function AddApp({ list, onChange }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [mode, setMode] = useState<PrivateMode>('never');
  const trimmed = name.trim();
  const known = list.some((app) => app.name.toLowerCase() === trimmed.toLowerCase());
  const isFull = list.length >= MAX_PRIVATE_APPS;
  const error = known
    ? t('capture.settings.has', { name: trimmed })
    : isFull
      ? t('capture.settings.full', { count: MAX_PRIVATE_APPS })
      : null;
  const add = (): void => {
    if (trimmed === '' || error !== null) return;
    onChange([...list, { name: trimmed, mode }]);
    setName('');
  };
  return (
    <form
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextField
        className="min-w-40 flex-1"
        label={t('capture.settings.name')}
        value={name}
        onChange={setName}
        maxLength={80}
        error={trimmed === '' ? null : error}
      />
      <Select<PrivateMode>
        label={t('capture.settings.mode')}
        showLabel
        className="w-44"
        value={mode}
        options={PRIVATE_MODES.map((value) => ({
          value,
          label: t(`capture.settings.modes.${value}`),
        }))}
        onChange={setMode}
      />
      <Button
        type="submit"
        className="mt-5"
        icon={<Plus size={14} />}
        disabled={trimmed === '' || error !== null}
      >
        {t('capture.settings.add')}
      </Button>
    </form>
  );
}
