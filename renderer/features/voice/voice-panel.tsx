import type { VoiceState } from '@shared/voice/machine-types';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSettings, useAppStore } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { formatDuration } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { voiceSession } from './connect';
import { LevelMeter } from './level-meter';
import { useModelNames, useNamesOf } from '../why';
import { useVoiceStore } from './store';
import { TimingStrip } from './timing-strip';

/**
 * Above the composer: what push-to-talk is doing, in words, and what can be done about it. Its buttons
 * come and go with the state: when the one with the focus goes, `onFocusLost` says where to.
 */
export function VoicePanel({ onFocusLost }: { readonly onFocusLost: () => void }) {
  const focused = useRef<Element | null>(null);
  return (
    <div onFocus={({ target }) => (focused.current = target)}>
      <Shown
        onChange={() => {
          if (focused.current === null || focused.current.isConnected) return;
          focused.current = null;
          if (document.activeElement === document.body) onFocusLost();
        }}
      />
    </div>
  );
}

function Shown({ onChange }: { readonly onChange: () => void }) {
  const state = useVoiceStore(({ machine }) => machine.state);
  const shown = useVoiceStore((store) => store.shown);
  const asksConsent = useVoiceStore((store) => store.asksConsent);
  useEffect(onChange);
  if (asksConsent) return <Consent />;
  if (state.kind === 'error') return <Failure state={state} />;
  if (state.kind === 'idle' && (shown?.transcript ?? null) === null) return null;
  return (
    <Frame>
      <Status state={state} />
      {shown !== null && (
        <>
          {shown.transcript !== null && (
            <p className="min-w-0 break-words text-ink">
              <Quoted text={shown.transcript} />
            </p>
          )}
          <Models />
          {shown.speechProblem !== null && <SpeechProblem code={shown.speechProblem} />}
          <TimingStrip shown={shown} />
        </>
      )}
    </Frame>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section
      aria-label={t('voice.panel')}
      className="mb-2 flex flex-col gap-2 rounded-xl border border-line bg-surface p-3"
    >
      {children}
    </section>
  );
}

function Quoted({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  return <>{t('voice.quoted', { text })}</>;
}

function Status({ state }: { readonly state: Exclude<VoiceState, { kind: 'error' }> }) {
  const { t } = useTranslation();
  const leftMs = useVoiceStore((store) => store.leftMs);
  const mute = useVoiceStore((store) => store.shown?.speechProblem === 'noVoice');
  const session = voiceSession();
  const isWriting = state.kind === 'speaking' && mute;
  const cancel = !isWriting && (
    <Button size="sm" onClick={() => session?.send({ kind: 'cancel' })}>
      {state.kind === 'speaking' ? t('voice.silence') : t('common.cancel')}
    </Button>
  );
  return (
    <div className="flex min-w-0 items-start gap-3">
      <div className="flex min-h-6 min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
        <span role="status" className="font-medium">
          {t(`voice.states.${isWriting ? 'writing' : nameOf(state)}`)}
        </span>
        {state.kind === 'recording' && (
          <>
            <LevelMeter />
            {leftMs !== null && (
              <span className="text-sm text-ink-3 tabular-nums" data-testid="voice-left">
                {t('voice.left', { time: formatDuration(Math.ceil(leftMs / 1000) * 1000) })}
              </span>
            )}
          </>
        )}
      </div>
      {state.kind === 'recording' && state.mode === 'latched' && (
        <Button size="sm" variant="primary" onClick={() => session?.press(state.purpose)}>
          {t('voice.done')}
        </Button>
      )}
      {state.kind === 'idle' ? (
        <IconButton
          size="sm"
          label={t('common.close')}
          icon={<X size={14} />}
          onClick={() => useVoiceStore.setState({ shown: null })}
        />
      ) : (
        cancel
      )}
    </div>
  );
}

function nameOf(state: Exclude<VoiceState, { kind: 'error' }>) {
  return state.kind === 'recording' ? state.mode : state.kind;
}

/** Which models the turn goes to, known since the key went down. */
function Models() {
  const { t } = useTranslation();
  const shown = useVoiceStore((store) => store.shown);
  useNamesOf('transcription');
  useNamesOf('ptt_response');
  const nameOfModel = useModelNames();
  const begun = shown?.begun ?? null;
  if (begun === null) return null;
  const ear = nameOfModel(shown?.model ?? begun.transcription.decision.model);
  const replyId = begun.response?.decision.model ?? null;
  const reply = replyId === null ? null : nameOfModel(replyId);
  const text =
    reply === null
      ? t('voice.modelsDictate', { ear })
      : shown?.live === true
        ? t('voice.modelsLive', { reply })
        : t('voice.models', { ear, reply });
  return <p className="text-sm break-words text-ink-3">{text}</p>;
}

function SpeechProblem({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return (
    <p className="text-sm text-warn">
      {code === 'noVoice' ? t('voice.noVoice') : t('voice.speechFailed')}
    </p>
  );
}

function Failure({ state }: { readonly state: Extract<VoiceState, { kind: 'error' }> }) {
  const { t } = useTranslation();
  const shown = useVoiceStore((store) => store.shown);
  const session = voiceSession();
  const { title, body } = errorText(state.code);
  const again = state.stage === 'thinking' ? t('common.retry') : t(`voice.retry.${retryOf(state)}`);
  return (
    <Banner
      tone="error"
      title={state.kept ? t(`voice.failed.${state.stage}`, { title }) : title}
      className="mb-2"
      actions={
        <>
          {state.kept && (
            <Button size="sm" onClick={() => session?.send({ kind: 'retry' })}>
              {again}
            </Button>
          )}
          <Button size="sm" onClick={() => session?.send({ kind: 'dismiss' })}>
            {state.kept ? t('voice.discard') : t('common.close')}
          </Button>
        </>
      }
    >
      {state.stage === 'transcribing' && state.code.startsWith('provider_')
        ? t('voice.tryEar')
        : body}
      {shown !== null && shown.transcript !== null && (
        <span className="block break-words">
          <Quoted text={shown.transcript} />
        </span>
      )}
    </Banner>
  );
}

function retryOf({ code }: { readonly code: string }): 'silence' | 'lost' | 'again' {
  if (code === 'voice_silence') return 'silence';
  return code === 'voice_device_lost' || code === 'voice_key_lost' ? 'lost' : 'again';
}

function closeConsent(): void {
  useVoiceStore.setState({ asksConsent: false });
}

function Consent() {
  const { t } = useTranslation();
  const voice = useAppStore((state) => state.settings.voice);
  const allow = async (): Promise<void> => {
    if (await changeSettings({ voice: { ...voice, microphone: true } })) closeConsent();
  };
  return (
    <Banner
      tone="info"
      title={t('voice.consent.title')}
      className="mb-2"
      actions={
        <>
          <Button size="sm" variant="primary" onClick={() => void allow()}>
            {t('voice.consent.allow')}
          </Button>
          <Button size="sm" onClick={closeConsent}>
            {t('voice.consent.no')}
          </Button>
        </>
      }
    >
      {t('voice.consent.body')}
    </Banner>
  );
}
