import { useAnywhere } from './web.js';

Object.assign(globalThis, { useAnywhere });
