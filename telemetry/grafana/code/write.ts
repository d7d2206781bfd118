/** Writes each dashboard into a directory: `node write.js DIRECTORY`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actors } from './actors.js';
import { cluster } from './cluster.js';
import { connections } from './connections.js';
import { jvm } from './jvm.js';
import { overview } from './overview.js';
import { pushes } from './pushes.js';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  throw new Error('no directory (expected: node write.js DIRECTORY)');
}
for (const dashboard of [overview(), actors(), connections(), pushes(), cluster(), jvm()]) {
  writeFileSync(join(directory, `${dashboard.uid}.json`), `${JSON.stringify(dashboard, null, 2)}\n`);
}
