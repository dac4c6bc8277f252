import type { Cell } from './cell.ts';
import { examine } from './examine.ts';

/** workerd: each cell is a request. */
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await examine((await request.json()) as Cell));
  },
};
