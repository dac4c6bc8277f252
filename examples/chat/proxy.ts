import { type NextRequest, NextResponse } from 'next/server';
import { visitorCookie } from './lib/visitor';

/** Gives each browser a name. It stands in for a sign-in. */
export function proxy(request: NextRequest): NextResponse {
  if (request.cookies.has(visitorCookie)) return NextResponse.next();
  const visitor = crypto.randomUUID();
  request.cookies.set(visitorCookie, visitor);
  const response = NextResponse.next({ request });
  response.cookies.set(visitorCookie, visitor, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 31_536_000 });
  return response;
}

export const config = { matcher: ['/', '/chat/:path*'] };
