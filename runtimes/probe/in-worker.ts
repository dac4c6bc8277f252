import type { Cell } from './cell.ts';
import { examine } from './examine.ts';

/** The entry for workerd: each request carries a cell. */
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await examine((await request.json()) as Cell));
  },
};
