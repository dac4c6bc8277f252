import { createHmac, timingSafeEqual } from 'node:crypto';

/** The signature of a body, as the shop sends it. Each sender of webhooks documents its own. */
export function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Tells whether the sender knew the secret. Takes the same time for each wrong signature. */
export function isSigned(body: string, signature: string, secret: string): boolean {
  const expected = Buffer.from(sign(body, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
