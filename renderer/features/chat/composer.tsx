import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { selectBackendDown, useAppStore } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { cx } from '../../components/cx';
import { errorText } from '../../components/error-text';
import { CaptureButton } from '../capture';
import { FileButton, TalkButton, VoicePanel } from '../voice';
import { askFocus, sendDraft, setDraft, stop } from './actions';
import { AttachButton } from './attach-button';
import { attachmentsOf, isReading, useAttachmentStore } from './attachment-store';
import { AttachmentProblems, AttachmentStrip } from './attachment-strip';
import { ModelChip } from './model-chip';
import { pastePictures } from './picture-drop';
import { PictureRecipient } from './picture-recipient';
import { selectBusy, selectDraft, selectKey, useChatStore } from './store';
import { usePreview } from './use-preview';
import { holdBox } from './voice';

/** Where a message is written; its draft survives whatever happens to the backend. */
export function Composer({ over }: { readonly over: boolean }) {
  const { t } = useTranslation();
  const draft = useChatStore(selectDraft);
  const busy = useChatStore(selectBusy);
  const key = useChatStore(selectKey);
  const empty = useAttachmentStore((state) => attachmentsOf(key)(state).length === 0);
  const reading = useAttachmentStore(isReading(key));
  const down = useAppStore(selectBackendDown);
  const box = useRef<HTMLTextAreaElement>(null);
  usePreview();
  useFocusWhenAsked(box);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && busy) {
      event.preventDefault();
      void stop();
      return;
    }
    // A composing Enter (Japanese, Chinese...) picks a character; it must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    // A picture that is still being read belongs to this message.
    if (!busy && !reading) void sendDraft();
  };

  return (
    <div className="mx-auto w-full max-w-3xl px-4 pb-4">
      <VoicePanel onFocusLost={askFocus} />
      <SendFailureBanner />
      <AttachmentProblems />
      <div
        className={cx(
          'relative rounded-xl border bg-surface shadow-sm has-[textarea:focus-visible]:border-accent',
          over ? 'border-accent' : 'border-line',
        )}
      >
        {over && (
          <p className="absolute inset-0 z-10 flex items-center justify-center rounded-xl border border-dashed border-accent bg-accent-soft text-accent-ink">
            {t('chat.pictures.drop')}
          </p>
        )}
        <AttachmentStrip />
        <textarea
          ref={(element) => {
            box.current = element;
            holdBox(element);
          }}
          aria-label={t('chat.composer')}
          aria-describedby="composer-hint"
          placeholder={t('chat.placeholder')}
          value={draft}
          rows={1}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={pastePictures}
          className="field-sizing-content block max-h-50 w-full resize-none bg-transparent px-3 pt-3 pb-1 text-base text-ink outline-none"
        />
        <PictureRecipient />
        <div className="flex items-center gap-2 px-2 pb-2">
          <ModelChip />
          <span id="composer-hint" className="sr-only">
            {t('chat.hint')}
          </span>
          <span className="flex-1" />
          <AttachButton />
          <CaptureButton />
          <FileButton />
          <TalkButton purpose="dictate" />
          <TalkButton purpose="talk" />
          {busy ? (
            <Button icon={<Square size={12} />} onClick={() => void stop()}>
              {t('chat.stop')}
            </Button>
          ) : (
            <Button
              variant="primary"
              icon={<ArrowUp size={14} />}
              disabled={(draft.trim() === '' && empty) || reading || down}
              onClick={() => void sendDraft()}
            >
              {t('chat.send')}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}

function useFocusWhenAsked(box: React.RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    box.current?.focus();
    return useChatStore.subscribe((state, before) => {
      if (state.focusAsked !== before.focusAsked) box.current?.focus();
    });
  }, [box]);
}

/** A send that never began: what it was, and again. The message is still in the box. */
function SendFailureBanner() {
  const { t } = useTranslation();
  const failure = useChatStore((state) =>
    state.failure?.conversationKey === selectKey(state) ? state.failure : null,
  );
  if (failure === null) return null;
  const text = errorText(failure.error.code);
  return (
    <Banner
      tone="error"
      title={text.title}
      className="mb-2"
      actions={
        <Button size="sm" onClick={() => void sendDraft()}>
          {t('common.retry')}
        </Button>
      }
      onDismiss={() => useChatStore.setState({ failure: null })}
    >
      {text.body}
    </Banner>
  );
}
