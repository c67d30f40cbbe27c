import type { ModelRow } from '@shared/api/models';
import type { Modality } from '@shared/routing/candidate';
import { Pencil, Undo2, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showView } from '../../app/store';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { formatDateTime } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { resetEdit } from './actions';
import { EditDialog } from './edit-dialog';
import { FigureTable, OtherFigures } from './figure-table';
import { MeasureCard } from './measure-card';
import { PriceHistory } from './price-history';
import { RefusedList } from './refused-list';
import { isAvailable } from './rows';
import { selectData, useModelsStore } from './store';
import { providerName } from './unlock-hints';

/** One model beside the table: every figure with its source, what is refused, prices over time. */
export function ModelPanel({ row }: { readonly row: ModelRow }) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const [editing, setEditing] = useState(false);
  const plain = useModelsStore((state) => selectData(state)?.catalog.plain === true);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const editable = !plain && !row.practice;
  return (
    <aside
      aria-labelledby="model-panel-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
      className="absolute inset-y-0 right-0 z-3 flex w-[min(520px,100%)] shrink-0 flex-col border-l border-line bg-surface shadow-pop @5xl:static @5xl:shadow-none"
    >
      <header className="flex items-start gap-2 border-b border-line px-4 py-2">
        <div className="min-w-0 flex-1">
          <h2
            ref={heading}
            id="model-panel-title"
            tabIndex={-1}
            className="truncate font-semibold outline-none"
          >
            {row.name}
          </h2>
          <p className="truncate text-sm text-ink-3" title={row.id}>
            {row.id}
          </p>
        </div>
        <IconButton label={t('models.panel.close')} icon={<X size={16} />} onClick={close} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4">
        <Summary row={row} />
        {editable && (
          <div className="flex flex-wrap gap-2">
            <Button icon={<Pencil size={14} aria-hidden />} onClick={() => setEditing(true)}>
              {t('models.edit.open')}
            </Button>
            {row.edit !== null && (
              <Button
                variant="ghost"
                icon={<Undo2 size={14} aria-hidden />}
                onClick={() => void resetEdit(row.id, row.name, row.edit?.added === true)}
              >
                {t(row.edit.added ? 'models.edit.removeAdded' : 'models.edit.reset')}
              </Button>
            )}
          </div>
        )}
        {!row.practice && <MeasureCard row={row} />}
        <Section title={t('models.panel.figures')}>
          <FigureTable row={row} />
        </Section>
        {row.others.length > 0 && (
          <Section title={t('models.panel.others')}>
            <OtherFigures figures={row.others} />
          </Section>
        )}
        {!row.local && !row.practice && <PriceHistory row={row} />}
        <Section title={t('models.panel.refused')}>
          {row.refused.length === 0 ? (
            <p className="text-sm text-ink-3">{t('models.panel.refusedEmpty')}</p>
          ) : (
            <RefusedList refused={row.refused} />
          )}
        </Section>
      </div>
      {editing && <EditDialog row={row} onClose={() => setEditing(false)} />}
    </aside>
  );
}

function close(): void {
  useModelsStore.setState({ openId: null });
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Summary({ row }: { readonly row: ModelRow }) {
  const { t } = useTranslation();
  const { capabilities, unlock, edit } = row;
  const list = (modalities: readonly Modality[]): string =>
    modalities.map((modality) => t(`models.modalities.${modality}`)).join(', ');
  const tools =
    capabilities.tools === null ? 'toolsUnknown' : capabilities.tools ? 'tools' : 'noTools';
  return (
    <div className="flex flex-col gap-1 text-sm text-ink-2">
      <div className="flex flex-wrap gap-1">
        <Badge tone={isAvailable(row) ? 'good' : 'neutral'}>
          {t(`models.availability.${row.availability}`)}
        </Badge>
        <Badge>{t(row.local ? 'common.local' : 'common.cloud')}</Badge>
        <Badge>{t(`models.panel.origin.${row.origin}`)}</Badge>
        {edit !== null && <Badge tone="accent">{t('models.owner.user')}</Badge>}
      </div>
      <p>
        {unlock.kind === 'nothing'
          ? t('models.needs.nothing')
          : t(`models.needs.${unlock.kind}`, { provider: providerName(unlock.provider) })}
        {unlock.kind !== 'nothing' && (
          <Button size="sm" className="ml-2" onClick={() => showView('providers')}>
            {t('models.unlock.open')}
          </Button>
        )}
      </p>
      <p>
        {[
          t('models.panel.takes', { list: list(capabilities.input) }),
          t('models.panel.gives', { list: list(capabilities.output) }),
          t(`models.panel.${tools}`),
          ...(row.released === null ? [] : [t('models.panel.released', { date: row.released })]),
        ].join(' · ')}
      </p>
      {row.aliases.length > 0 && (
        <p className="break-words">
          {t('models.panel.aliases')}: {row.aliases.join(', ')}
        </p>
      )}
      {edit !== null && edit.note !== null && (
        <p className="break-words">
          {t('models.panel.note')}: {edit.note}
        </p>
      )}
      {edit !== null && (
        <p className="text-ink-3">
          {t('models.panel.editedAt', { time: formatDateTime(Date.parse(edit.updatedAt)) })}
        </p>
      )}
    </div>
  );
}
