export { askFocus, newChat, openConversation } from './actions';
export { ChatView } from './chat-view';
export { useChatStore } from './store';
export { takeChatEvent } from './stream';
