import { redirect } from 'next/navigation';

export const dynamic = 'force-dynamic';

/** A visit begins with a new chat. */
export default function Page(): never {
  redirect(`/chat/${crypto.randomUUID()}`);
}
