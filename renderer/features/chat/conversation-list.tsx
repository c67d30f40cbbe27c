import type { ConversationSummary } from '@shared/api/conversations';
import { Ellipsis, FileJson, FileText, Pencil, Search, SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { cx } from '../../components/cx';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { IconButton } from '../../components/icon-button';
import { Menu, MenuItem, MenuSeparator } from '../../components/menu';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { TextField } from '../../components/text-field';
import { newChat, openConversation } from './actions';
import {
  exportConversation,
  refreshList,
  removeConversation,
  renameConversation,
  searchList,
} from './list-actions';
import { useChatStore } from './store';

export function ConversationList() {
  const { t } = useTranslation();
  const query = useChatStore((state) => state.query);
  const [renaming, setRenaming] = useState<ConversationSummary | null>(null);
  return (
    <aside
      aria-label={t('chat.list')}
      className="flex w-60 shrink-0 flex-col border-r border-line bg-canvas"
    >
      <div className="flex items-center gap-1 p-2">
        <TextField
          type="search"
          label={t('chat.listSearch')}
          hideLabel
          placeholder={t('chat.listSearchShort')}
          maxLength={200}
          value={query}
          onChange={(next) => void searchList(next)}
          icon={<Search size={14} />}
          className="flex-1"
        />
        <IconButton label={t('chat.newChat')} icon={<SquarePen size={16} />} onClick={newChat} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <Items onRename={setRenaming} />
      </div>
      {renaming !== null && (
        <RenameDialog conversation={renaming} onClose={() => setRenaming(null)} />
      )}
    </aside>
  );
}

function Items({ onRename }: { readonly onRename: (item: ConversationSummary) => void }) {
  const { t } = useTranslation();
  const list = useChatStore((state) => state.list);
  const hidden = useChatStore((state) => state.hidden);
  const query = useChatStore((state) => state.query);
  if (list.state === 'loading') return <DelayedSpinner label={t('chat.listLoading')} />;
  if (list.state === 'error') {
    return <ErrorState {...errorText(list.error.code)} onRetry={() => void refreshList()} />;
  }
  const items = list.value.filter((item) => !hidden.includes(item.id));
  if (items.length === 0) {
    return (
      <p className="p-2 text-center text-ink-3">
        {query === '' ? t('chat.noConversations') : t('chat.noMatches', { query })}
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-px">
      {items.map((item) => (
        <Item key={item.id} item={item} onRename={onRename} />
      ))}
    </ul>
  );
}

function Item(props: {
  readonly item: ConversationSummary;
  readonly onRename: (item: ConversationSummary) => void;
}) {
  const { t } = useTranslation();
  const { item } = props;
  const current = useChatStore((state) => state.currentId === item.id);
  const title = item.title === '' ? t('chat.untitled') : item.title;
  return (
    <li className={cx('group relative rounded-md hover:bg-hover', current && 'bg-accent-soft')}>
      <button
        type="button"
        aria-current={current ? 'page' : undefined}
        title={title}
        className="w-full rounded-md px-2 py-1.5 text-left group-focus-within:pr-8 group-hover:pr-8"
        onClick={() => void openConversation(item.id)}
      >
        <span className="block truncate">{title}</span>
        {item.match !== null && (
          <span className="block truncate text-sm text-ink-3">{item.match}</span>
        )}
      </button>
      <Menu
        trigger={
          <IconButton
            size="sm"
            label={t('chat.more', { title })}
            icon={<Ellipsis size={14} />}
            className="absolute top-1 right-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100"
          />
        }
      >
        <MenuItem icon={<Pencil size={14} />} onSelect={() => props.onRename(item)}>
          {t('chat.rename')}
        </MenuItem>
        <MenuItem
          icon={<FileText size={14} />}
          onSelect={() => void exportConversation(item.id, 'markdown')}
        >
          {t('chat.exportMarkdown')}
        </MenuItem>
        <MenuItem
          icon={<FileJson size={14} />}
          onSelect={() => void exportConversation(item.id, 'json')}
        >
          {t('chat.exportJson')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 size={14} />}
          tone="danger"
          onSelect={() => removeConversation(item.id)}
        >
          {t('common.delete')}
        </MenuItem>
      </Menu>
    </li>
  );
}

function RenameDialog(props: {
  readonly conversation: ConversationSummary;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(props.conversation.title);
  const save = (): void => {
    void renameConversation(props.conversation.id, title.trim());
    props.onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={t('chat.renameTitle')}
      width="sm"
      footer={
        <>
          <Button onClick={props.onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={title.trim() === ''} onClick={save}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '') save();
        }}
      >
        <TextField label={t('chat.titleLabel')} value={title} onChange={setTitle} maxLength={200} />
      </form>
    </Dialog>
  );
}
