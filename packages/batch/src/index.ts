export { openBatch } from './batch/open-batch.ts';
export type {
  Batch,
  BatchItem,
  BatchItems,
  BatchOptions,
  BatchProgress,
  BatchResult,
  BatchSummary,
  ItemError,
  RunDefaults,
  StopReason,
  WorkOptions,
} from './batch/types.ts';
export {
  BatchInputError,
  BatchLockedError,
  BatchStoppedError,
  BatchStoreError,
  type InputPlace,
} from './errors/batch-errors.ts';
export { type FileStoreOptions, fileStore } from './file-store/file-store.ts';
export { findBatch } from './file-store/find-batch.ts';
export { type CsvOptions, type CsvRow, type CsvTemplate, csv } from './inputs/csv.ts';
export { jsonl } from './inputs/jsonl.ts';
export { textLines } from './inputs/text-lines.ts';
export type {
  AddSummary,
  BatchIdentity,
  BatchOrigin,
  BatchStore,
  Claim,
  NewItem,
  OpenStore,
  StoreStatus,
  WorkTerms,
} from './store/types.ts';
