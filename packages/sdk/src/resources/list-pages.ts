import { createPages, type Pages } from '../api/pagination.ts';
import type { OperationCall, WirePage } from '../api/types.ts';
import { checkQuery } from '../config/validate-options.ts';
import { callOnce } from '../core/call-once.ts';
import type { Core } from '../core/types.ts';
import { traced } from '../errors/caller-trace.ts';
import type { RequestOptions } from '../options/call-options.ts';

/** What every list takes. */
interface PageQuery {
  readonly page?: number | undefined;
  readonly per_page?: number | undefined;
}

/** The pages of a list, each read by one request. */
export function listPages<Query extends PageQuery, Row extends { id?: string | null }>(
  core: Core,
  query: Query,
  options: RequestOptions,
  read: (query: Query, call: OperationCall) => Promise<WirePage<Row>>,
): Pages<Row> {
  return createPages(query, (page) =>
    traced(async () => {
      checkQuery(query);
      return callOnce(core, options, (call) => read({ ...query, page }, call));
    }),
  );
}
