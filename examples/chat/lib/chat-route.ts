/** What Next.js hands to the routes below `/api/chat/[id]`. */
export interface ChatRoute {
  readonly params: Promise<{ readonly id: string }>;
}
