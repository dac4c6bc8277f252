import type { Examine } from './cell.ts';
import { examine } from './examine.ts';

/** The entry for a browser: the page calls it. */
(globalThis as { examine?: Examine }).examine = examine;
