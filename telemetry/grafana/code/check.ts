/** Holds dashboards against what Grafana publishes: `node check.js FILE...`; exits with 1 if one breaks it. */
import { readFileSync } from 'node:fs';
import { Ajv, ErrorObject } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const TYPE = 'PublishedDashboard';

const schema = createGenerator({
  path: 'published.ts',
  tsconfig: 'tsconfig.json',
  type: TYPE,
  // Two types of one name cannot both be named in a schema: each stands where it is used.
  expose: 'none',
  additionalProperties: false,
}).createSchema(TYPE);
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);

/** What is wrong with a panel is told once for each kind of panel that it could be. */
function line(error: ErrorObject): string {
  return `${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  throw new Error('no file (expected: node check.js FILE...)');
}
for (const file of files) {
  if (!validate(JSON.parse(readFileSync(file, 'utf8')))) {
    process.exitCode = 1;
    console.error(`${file} is not what Grafana publishes of the form of a dashboard:`);
    validate.errors?.map(line).forEach((problem) => console.error(`  ${problem}`));
  }
}
