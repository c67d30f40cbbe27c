import { ArrowDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { StickToBottom, useStickToBottomContext } from 'use-stick-to-bottom';
import { useShallow } from 'zustand/react/shallow';
import { IconButton } from '../../components/icon-button';
import { Answer } from './answer';
import { MessagePictures } from './message-pictures';
import { selectBusy, selectConversation, selectLeaf, selectLive, useChatStore } from './store';
import { pathTo, siblingsOf } from './tree';

/** The shown branch. It follows the newest word until the reader scrolls up. */
export function Transcript() {
  const { t } = useTranslation();
  const conversation = useChatStore(selectConversation);
  const leaf = useChatStore(selectLeaf);
  const live = useChatStore(useShallow(selectLive));
  const busy = useChatStore(selectBusy);
  if (conversation === null) return null;
  const { messages } = conversation;
  return (
    <StickToBottom
      key={conversation.id}
      className="relative min-h-0 flex-1"
      initial="instant"
      resize="instant"
    >
      <StickToBottom.Content
        className="mx-auto w-full max-w-3xl px-4 py-6"
        scrollClassName="overflow-y-auto overflow-x-hidden"
      >
        <div
          role="log"
          aria-label={t('chat.transcript')}
          aria-busy={live !== null}
          className="flex flex-col gap-6"
        >
          {pathTo(messages, leaf).map((message) =>
            message.role === 'user' ? (
              <article key={message.id} className="flex flex-col items-end gap-2" data-role="user">
                <span className="sr-only">{t('chat.you')}</span>
                {message.pictures !== undefined && (
                  <MessagePictures conversationId={conversation.id} pictures={message.pictures} />
                )}
                {message.content !== '' && (
                  <p className="max-w-[80%] rounded-xl bg-accent-soft px-3 py-2 break-words whitespace-pre-wrap">
                    {message.content}
                  </p>
                )}
              </article>
            ) : (
              <Answer
                key={message.id}
                message={message}
                live={live?.answerId === message.id ? live : null}
                siblings={siblingsOf(messages, message)}
                busy={busy}
              />
            ),
          )}
        </div>
      </StickToBottom.Content>
      <ScrollDown />
      <KeepDown streamId={live?.streamId ?? null} />
    </StickToBottom>
  );
}

/**
 * The end stays in sight when the place for it shrinks, as it does above the voice panel, and comes
 * into sight when an answer begins.
 */
function KeepDown({ streamId }: { readonly streamId: string | null }) {
  const { isAtBottom, scrollRef, scrollToBottom } = useStickToBottomContext();
  const wasAtBottom = useRef(true);
  useEffect(() => {
    wasAtBottom.current = isAtBottom;
  }, [isAtBottom]);
  useEffect(() => {
    if (streamId !== null) void scrollToBottom('instant');
  }, [streamId, scrollToBottom]);
  useEffect(() => {
    const { current: scroller } = scrollRef;
    if (scroller === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (wasAtBottom.current) void scrollToBottom('instant');
    });
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scrollRef, scrollToBottom]);
  return null;
}

function ScrollDown() {
  const { t } = useTranslation();
  const { isAtBottom, scrollToBottom } = useStickToBottomContext();
  if (isAtBottom) return null;
  return (
    <div className="absolute bottom-2 left-1/2 -translate-x-1/2">
      <IconButton
        label={t('chat.scrollDown')}
        icon={<ArrowDown size={16} />}
        className="border border-line bg-raised shadow-pop"
        onClick={() => void scrollToBottom()}
      />
    </div>
  );
}
