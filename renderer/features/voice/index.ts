export { connectVoice, voiceSession } from './connect';
export { selectActive, useVoiceStore } from './store';
export { TalkButton } from './talk-button';
export { VoiceCard } from './voice-card';
export { VoicePanel } from './voice-panel';
