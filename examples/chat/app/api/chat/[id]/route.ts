import { chat } from '../../../../lib/chat';
import type { ChatRoute } from '../../../../lib/chat-route';

export async function GET(request: Request, { params }: ChatRoute): Promise<Response> {
  return Response.json(await chat.history((await params).id, request));
}
