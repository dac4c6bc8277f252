import { abortable } from '../async/abortable.ts';
import type { Clock } from '../clock/types.ts';
import type { Faults } from '../faults/types.ts';
import type { Handler, HandlerRequest } from '../handlers/types.ts';
import { httpError } from '../protocol/http-error.ts';
import type { OperationName } from '../protocol/models.ts';
import type { Printer } from '../protocol/types.ts';
import { authenticate, type Caller } from './authentication.ts';
import { buildResponse, errorResponse } from './build-response.ts';
import type { Cors } from './cors.ts';
import { findRoute } from './router.ts';
import { slowBody } from './slow-body.ts';
import type {
  KeyAccess,
  RateLimit,
  ReceivedRequest,
  RequestPipeline,
  RequestValidator,
  Route,
  ValidRequest,
} from './types.ts';

/** What the pipeline of one mock works with. */
export interface PipelineParts {
  clock: Clock;
  faults: Faults;
  handlers: Readonly<Record<OperationName, Handler>>;
  validator: RequestValidator;
  keys: Readonly<Record<string, KeyAccess>> | undefined;
  cors: Cors | undefined;
  rateLimit: RateLimit | undefined;
  printer: Printer;
  /** Milliseconds between the comments of a silent stream. `Infinity` is no comments. */
  heartbeatMs: number;
  /** Records a request that has arrived. */
  record: (request: Request, text: string) => void;
  /** Waits while the clock may move. */
  whileWaiting: <T>(wait: () => Promise<T>) => Promise<T>;
}

type PathParameters = Route['pathParameters'];

/** Creates the function that answers every request: faults, key, rate limit, validation, handler, response. */
export function createRequestPipeline(parts: PipelineParts): RequestPipeline {
  const { clock, faults } = parts;

  const answer = async (received: ReceivedRequest, route: Route): Promise<Response> => {
    const { name } = route.operation;
    await faults.applyAt(name, 'before-request', received.signal);
    parts.record(received.request, received.text);
    try {
      await faults.applyAt(name, 'arrival', received.signal);
      const response = await handle(parts, received, route);
      return slowBody(response, { operation: name, faults, clock, signal: received.signal });
    } catch (error) {
      return errorResponse(error, clock);
    }
  };

  const answerAny = async (received: ReceivedRequest): Promise<Response> => {
    let route: Route;
    try {
      route = findRoute(received.request.method, new URL(received.request.url).pathname);
    } catch (error) {
      parts.record(received.request, received.text);
      return errorResponse(error, clock);
    }
    return answer(received, route);
  };

  const { cors } = parts;
  if (cors === undefined) return answerAny;
  return async (received) => cors.preflight(received.request) ?? cors.allow(await answerAny(received));
}

async function handle(
  parts: PipelineParts,
  received: ReceivedRequest,
  { operation, pathParameters }: Route,
): Promise<Response> {
  const caller = operation.isProtected ? authenticate(received.request.headers, parts.keys) : undefined;
  const headers = caller === undefined ? {} : (parts.rateLimit?.count(caller.key) ?? {});
  checkAccess(caller, pathParameters);
  let isAccepted = false;
  const accepted = async (): Promise<void> => {
    isAccepted = true;
    await parts.faults.applyAt(operation.name, 'after-accept', received.signal);
  };
  const request: HandlerRequest = {
    ...validRequest(parts.validator, received, operation),
    pathParameters,
    lastEventId: received.request.headers.get('last-event-id') ?? undefined,
    organizationId: caller?.organizationId ?? '',
    mayUse: caller?.mayUse ?? (() => false),
    accepted,
    waitFor: (promise) => parts.whileWaiting(() => abortable(promise, received.signal)),
  };
  const reply = await parts.handlers[operation.name](request);
  if (!isAccepted) await accepted();
  const { clock, faults, printer, heartbeatMs } = parts;
  const { signal } = received;
  return buildResponse(reply, { operation: operation.name, faults, clock, signal, printer, heartbeatMs, headers });
}

/** @throws HttpError 403 if the key is limited to other agents (openapi/FACTS.md#a2). */
function checkAccess(caller: Caller | undefined, { agent_id: agentId, workflow_id: workflowId }: PathParameters): void {
  const id = agentId ?? workflowId;
  if (id !== undefined && caller?.mayUse(id) === false) throw httpError(403, 'This key may not use this agent');
}

function validRequest(
  validator: RequestValidator,
  { request, text }: ReceivedRequest,
  operation: Route['operation'],
): ValidRequest {
  const body = { text, contentType: request.headers.get('content-type') };
  return validator.read(operation, new URL(request.url).searchParams, body);
}
