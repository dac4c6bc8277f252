/** The name of the cookie that stands in for a sign-in here. */
export const visitorCookie = 'visitor';

/** The visitor of a request. An app with a sign-in returns the id of the signed-in user. */
export function visitorOf(request: Request): string {
  const cookies = (request.headers.get('cookie') ?? '').split('; ');
  const visitor = cookies.find((cookie) => cookie.startsWith(`${visitorCookie}=`))?.slice(visitorCookie.length + 1);
  if (!visitor) throw new Response('Open the page first.', { status: 401 });
  return visitor;
}
