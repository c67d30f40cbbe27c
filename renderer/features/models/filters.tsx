import { Search, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Select } from '../../components/select';
import { TextField } from '../../components/text-field';
import { NO_FILTERS, providersOf, type RowFilters, type Show } from './rows';
import { selectRows, useModelsStore } from './store';

const SHOWS: readonly Show[] = ['all', 'available', 'local', 'edited'];

export function setFilters(change: Partial<RowFilters>): void {
  useModelsStore.setState(({ filters }) => ({ filters: { ...filters, ...change } }));
}

export function isFiltered({ text, provider, show }: RowFilters): boolean {
  return text.trim() !== '' || provider !== '' || show !== 'all';
}

export function Filters() {
  const { t } = useTranslation();
  const filters = useModelsStore((state) => state.filters);
  const rows = useModelsStore(selectRows);
  const providers = [...new Set([...providersOf(rows), filters.provider])].filter(Boolean);
  return (
    <search
      aria-label={t('models.filters.label')}
      className="flex shrink-0 flex-wrap items-end gap-2"
    >
      <TextField
        label={t('models.filters.text')}
        value={filters.text}
        onChange={(text) => setFilters({ text })}
        icon={<Search size={14} aria-hidden />}
        className="min-w-44 flex-1"
      />
      <Select
        label={t('models.filters.provider')}
        showLabel
        className="w-44"
        value={filters.provider}
        onChange={(provider) => setFilters({ provider })}
        options={[
          { value: '', label: t('models.filters.anyProvider') },
          ...providers.map((value) => ({ value, label: value })),
        ]}
      />
      <Select<Show>
        label={t('models.filters.show')}
        showLabel
        className="w-44"
        value={filters.show}
        onChange={(show) => setFilters({ show })}
        options={SHOWS.map((value) => ({ value, label: t(`models.filters.shows.${value}`) }))}
      />
      {isFiltered(filters) && (
        <Button
          variant="ghost"
          icon={<X size={14} aria-hidden />}
          onClick={() => setFilters(NO_FILTERS)}
        >
          {t('models.empty.clear')}
        </Button>
      )}
    </search>
  );
}
