export { askFocus, newChat, openConversation } from './actions';
export { addAttachment, restoreDraftPictures } from './attachments';
export { AnswerText, prefetchMarkdown } from './answer-text';
export { ChatView } from './chat-view';
export { useChatStore } from './store';
export { takeChatEvent } from './stream';
export { insertIntoDraft, showVoiceTurn, voiceTarget } from './voice';
