import { fileChaos } from './stores/file.ts';
import { postgresChaos } from './stores/postgres.ts';
import { redisChaos } from './stores/redis.ts';
import type { ChaosStore } from './types.ts';

export const chaosStores: readonly ChaosStore[] = [fileChaos, postgresChaos, redisChaos];
