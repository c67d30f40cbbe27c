export { connectVoice, voiceSession } from './connect';
export { FileButton } from './file-button';
export { FileDialog } from './file-dialog';
export { showFiles } from './file-store';
export { selectActive, useVoiceStore } from './store';
export { TalkButton } from './talk-button';
export { VoiceCard } from './voice-card';
export { VoicePanel } from './voice-panel';
