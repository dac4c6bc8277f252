import { fileChaos } from './stores/file.ts';
import type { ChaosStore } from './types.ts';

export const chaosStores: readonly ChaosStore[] = [fileChaos];
