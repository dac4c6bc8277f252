/** Adds the headers that web pages of another origin need, and answers their preflight requests. */
export interface Cors {
  /** The answer to a preflight request, or `undefined` for any other request. */
  preflight(request: Request): Response | undefined;
  /** Adds the headers to a response. */
  allow(response: Response): Response;
}

const METHODS = 'GET, POST, PUT, PATCH, DELETE';

/** Creates the CORS rules of one mock. `true` is every origin. */
export function createCors(option: boolean | string): Cors | undefined {
  if (option === false) return undefined;
  const origin = option === true ? '*' : option;
  const preflight = (request: Request): Response | undefined => {
    if (request.method !== 'OPTIONS' || !request.headers.has('access-control-request-method')) return undefined;
    const wanted = request.headers.get('access-control-request-headers') ?? '';
    return new Response(null, {
      status: 204,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': METHODS,
        'access-control-allow-headers': wanted,
        'access-control-max-age': '600',
      },
    });
  };
  const allow = (response: Response): Response => {
    response.headers.set('access-control-allow-origin', origin);
    response.headers.set('access-control-expose-headers', '*');
    return response;
  };
  return { preflight, allow };
}
