import type { MemoryExample, MemoryPage } from '@shared/api/memory';
import { Download, Search, Trash2, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { ConfirmDialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { formatCount } from '../../components/format';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { TextField } from '../../components/text-field';
import { showTab } from './actions';
import { EditDialog } from './edit-dialog';
import { EmbeddingCard } from './embedding-card';
import { MemoryTable } from './memory-table';
import {
  clearMemory,
  exportMemory,
  importMemory,
  loadPage,
  PAGE_SIZE,
  search,
  turnTo,
  useMemoryStore,
} from './memory-store';
import { WithoutDialog } from './without-dialog';

/** Every rated prompt: search, edit, delete, undo, export and import (S1-23, ruling 6). */
export function MemoryTab() {
  const { t } = useTranslation();
  const query = useMemoryStore((state) => state.query);
  const page = useMemoryStore((state) => state.page);
  useEffect(() => {
    void loadPage();
  }, []);
  const total = page.state === 'ready' ? page.value.total : 0;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label={t('teach.memory.search')}
          hideLabel
          type="search"
          icon={<Search size={14} />}
          placeholder={t('teach.memory.search')}
          className="min-w-48 flex-1"
          value={query}
          onChange={search}
        />
        <FileActions total={total} />
      </div>
      {page.state === 'loading' && <DelayedSpinner label={t('teach.memory.loading')} />}
      {page.state === 'error' && (
        <ErrorState {...errorText(page.error.code)} onRetry={() => void loadPage()} />
      )}
      {page.state === 'ready' && <Loaded page={page.value} query={query.trim()} />}
      <EmbeddingCard />
    </div>
  );
}

function Loaded({ page, query }: { readonly page: MemoryPage; readonly query: string }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<MemoryExample | null>(null);
  const [without, setWithout] = useState<MemoryExample | null>(null);
  if (page.total === 0) {
    return query === '' ? (
      <EmptyState
        title={t('teach.memory.empty')}
        body={t('teach.memory.emptyBody')}
        action={<Button onClick={() => showTab('teach')}>{t('teach.tabs.teach')}</Button>}
      />
    ) : (
      <p className="p-6 text-center text-ink-2">{t('teach.memory.noMatch', { query })}</p>
    );
  }
  return (
    <>
      <MemoryTable examples={page.examples} onEdit={setEdited} onWithout={setWithout} />
      <Pages shown={page.examples.length} total={page.total} />
      {edited !== null && (
        <EditDialog key={edited.id} example={edited} onClose={() => setEdited(null)} />
      )}
      {without !== null && (
        <WithoutDialog key={without.id} example={without} onClose={() => setWithout(null)} />
      )}
    </>
  );
}

function Pages({ shown, total }: { readonly shown: number; readonly total: number }) {
  const { t } = useTranslation();
  const offset = useMemoryStore((state) => state.offset);
  return (
    <nav className="flex items-center gap-2" aria-label={t('teach.memory.count', { count: total })}>
      <p className="flex-1 text-sm text-ink-3 tabular-nums" role="status">
        {total <= PAGE_SIZE
          ? t('teach.memory.count', { count: total })
          : t('teach.memory.range', {
              from: formatCount(offset + 1),
              to: formatCount(offset + shown),
              total: formatCount(total),
            })}
      </p>
      {total > PAGE_SIZE && (
        <>
          <Button disabled={offset === 0} onClick={() => void turnTo(offset - PAGE_SIZE)}>
            {t('teach.memory.previous')}
          </Button>
          <Button
            disabled={offset + shown >= total}
            onClick={() => void turnTo(offset + PAGE_SIZE)}
          >
            {t('teach.memory.next')}
          </Button>
        </>
      )}
    </nav>
  );
}

function FileActions({ total }: { readonly total: number }) {
  const { t } = useTranslation();
  const file = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        icon={<Download size={14} />}
        disabled={total === 0}
        onClick={() => void exportMemory()}
      >
        {t('teach.memory.export')}
      </Button>
      <Button icon={<Upload size={14} />} onClick={() => file.current?.click()}>
        {t('teach.memory.import')}
      </Button>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        className="hidden"
        aria-label={t('teach.memory.import')}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen !== undefined) void importMemory(chosen);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      <Button icon={<Trash2 size={14} />} disabled={total === 0} onClick={() => setAsking(true)}>
        {t('teach.memory.clear')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('teach.memory.clearTitle')}
        description={t('teach.memory.clearBody', { count: total })}
        confirmLabel={t('teach.memory.clear')}
        onConfirm={() => void clearMemory(total)}
      />
    </>
  );
}
