import type { Attributes } from '@opentelemetry/api';
import type { AttemptEvent, Operation } from './types.ts';

/** A run is `invoke_agent`. A wait by itself has another name, so that a run that is waited for counts once. */
export function operationNameOf({ verb }: Operation): 'invoke_agent' | 'wait_agent' {
  return verb === 'wait' ? 'wait_agent' : 'invoke_agent';
}

/** What is known before the first request. Samplers see these attributes. */
export function startAttributes(operation: Operation, agentName: string | undefined): Attributes {
  const { agentId, taskId, version, outputFormat } = operation;
  return withoutGaps({
    ...sharedAttributes(operation, agentName),
    'gen_ai.agent.id': agentId,
    'gen_ai.agent.version': version,
    'gen_ai.conversation.id': taskId,
    'gen_ai.output.type': toOutputType(outputFormat),
  });
}

/** What spans and metrics share: attributes with few values. */
export function sharedAttributes(operation: Operation, agentName: string | undefined): Attributes {
  return withoutGaps({
    'gen_ai.operation.name': operationNameOf(operation),
    'gen_ai.provider.name': 'xpander',
    'gen_ai.agent.name': agentName,
    'gen_ai.request.model': operation.model,
    ...serverAttributes(operation.baseUrl),
    'xpander.verb': operation.verb,
  });
}

export function serverAttributes(baseUrl: string): Attributes {
  const { hostname, port, protocol } = new URL(baseUrl);
  const defaultPort = protocol === 'http:' ? 80 : 443;
  return {
    'server.address': hostname.replace(/^\[|\]$/g, ''),
    'server.port': port === '' ? defaultPort : Number(port),
  };
}

/** One request, on an event of a span. */
export function attemptAttributes({ method, path, attempt, status, delayMs, code }: AttemptEvent): Attributes {
  return withoutGaps({
    'http.request.method': method,
    'url.path': path,
    'http.response.status_code': status,
    'error.type': code,
    'xpander.attempt': attempt,
    'xpander.delay_ms': delayMs === undefined ? undefined : Math.round(delayMs),
  });
}

/** The convention has a value for text and one for JSON. Any other format keeps its own name. */
function toOutputType(outputFormat: string | undefined): string | undefined {
  if (outputFormat === 'markdown') return 'text';
  return outputFormat === 'voice' ? 'speech' : outputFormat;
}

/** The attributes that have a value. */
export function withoutGaps(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
