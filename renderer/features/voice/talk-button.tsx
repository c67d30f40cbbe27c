import type { Purpose } from '@shared/voice/machine-types';
import { AudioLines, Mic } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { Tooltip } from '../../components/tooltip';
import { voiceSession } from './connect';
import { useVoiceStore } from './store';

/** Hold to speak, or tap and tap again; with the keyboard by Space or Enter in the same way. */
export function TalkButton({ purpose }: { readonly purpose: Purpose }) {
  const { t } = useTranslation();
  const on = useVoiceStore(({ machine: { state } }) => {
    const records = state.kind === 'arming' || state.kind === 'recording' || state.kind === 'tail';
    return records && state.purpose === purpose;
  });
  const label = t(`voice.${purpose}`);
  const press = (): void => voiceSession()?.press(purpose);
  /** Held by the keyboard. */
  const held = useRef(false);
  const letGo = (): void => {
    if (!held.current) return;
    held.current = false;
    release();
  };
  const Icon = purpose === 'talk' ? AudioLines : Mic;
  return (
    <Tooltip content={t(`voice.${purpose}Hint`)}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={on}
        className={cx(
          'inline-flex size-8 shrink-0 touch-none items-center justify-center rounded-md select-none transition-colors',
          on ? 'bg-accent text-on-accent' : 'text-ink-2 hover:bg-hover hover:text-ink',
        )}
        onPointerDown={(event: PointerEvent<HTMLButtonElement>) => {
          if (event.button !== 0) return;
          // A finger or mouse that slides off still has to be let go somewhere.
          event.currentTarget.setPointerCapture(event.pointerId);
          press();
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={(event: KeyboardEvent) => {
          if (!isPressKey(event)) return;
          event.preventDefault();
          if (event.repeat) return;
          held.current = true;
          press();
        }}
        onKeyUp={(event: KeyboardEvent) => {
          if (!isPressKey(event)) return;
          event.preventDefault();
          letGo();
        }}
        // The key-up goes to whoever has the focus then: nobody would end the recording.
        onBlur={letGo}
      >
        <Icon size={16} aria-hidden />
      </button>
    </Tooltip>
  );
}

function release(): void {
  voiceSession()?.release();
}

function isPressKey({ key }: KeyboardEvent): boolean {
  return key === ' ' || key === 'Enter';
}
