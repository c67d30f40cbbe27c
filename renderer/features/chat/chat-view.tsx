import { PanelLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { errorText } from '../../components/error-text';
import { IconButton } from '../../components/icon-button';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { openConversation } from './actions';
import { Composer } from './composer';
import { ConversationList } from './conversation-list';
import { FirstStart } from './first-start';
import { refreshList } from './list-actions';
import { usePictureDrop } from './picture-drop';
import { selectConversation, useChatStore } from './store';
import { Transcript } from './transcript';

const NARROW_PX = 760;

export function ChatView() {
  const { t } = useTranslation();
  const [listShown, setListShown] = useState(() => window.innerWidth >= NARROW_PX);
  useEffect(() => {
    void refreshList();
  }, []);
  const title = useChatStore((state) => selectConversation(state)?.title ?? '');
  const { over, handlers } = usePictureDrop();
  return (
    <div className="flex h-full min-w-0" {...handlers}>
      {listShown && <ConversationList />}
      <div className="flex min-w-0 flex-1 flex-col bg-surface">
        <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-3">
          <IconButton
            label={listShown ? t('chat.hideList') : t('chat.showList')}
            icon={<PanelLeft size={16} />}
            aria-expanded={listShown}
            tooltipSide="right"
            onClick={() => setListShown(!listShown)}
          />
          <h1 className={cx('min-w-0 truncate font-semibold', title === '' && 'text-ink-2')}>
            {title === '' ? t('chat.newChat') : title}
          </h1>
        </header>
        <Body />
        <Composer over={over} />
      </div>
    </div>
  );
}

function Body() {
  const { t } = useTranslation();
  const conversation = useChatStore((state) => state.conversation);
  const currentId = useChatStore((state) => state.currentId);
  if (conversation?.state === 'loading') {
    return (
      <div className="flex-1">
        <DelayedSpinner label={t('chat.loading')} />
      </div>
    );
  }
  if (conversation?.state === 'error') {
    return (
      <div className="flex-1">
        <ErrorState
          {...errorText(conversation.error.code)}
          onRetry={() => currentId !== null && void openConversation(currentId)}
        />
      </div>
    );
  }
  if (conversation === null || conversation.value.messages.length === 0) return <FirstStart />;
  return <Transcript />;
}
