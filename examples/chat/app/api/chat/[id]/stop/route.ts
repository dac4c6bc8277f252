import { chat } from '../../../../../lib/chat';
import type { ChatRoute } from '../../../../../lib/chat-route';

export async function POST(request: Request, { params }: ChatRoute): Promise<Response> {
  return chat.stop((await params).id, request);
}
