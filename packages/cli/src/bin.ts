#!/usr/bin/env node
import { main } from './main.ts';

// The process ends by itself once everything is written: `process.exit` would cut a pipe.
process.exitCode = await main(process.argv.slice(2));
