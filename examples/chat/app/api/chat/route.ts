import { chat } from '../../../lib/chat';

export const { POST } = chat;
