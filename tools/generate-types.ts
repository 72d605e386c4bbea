/**
 * Writes src/stack/types.ts from schemas/: one interface for each contract kind (`StakeManagerModule`), their union, the
 * stack file, and the shared units. `--check` writes nothing and exits with 1 when the file is not what the schemas say.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { compile } from "json-schema-to-typescript";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Node = { readonly [key: string]: Json };

const ROOT = resolve(import.meta.dirname, "..");
const SCHEMAS = join(ROOT, "schemas");
const TYPES = join(ROOT, "src", "stack", "types.ts");
const STACK = "stack.schema.json";
const UNITS = "units.schema.json";
/** Of what is written, not of what people write. */
const REVIEW = "review.schema.json";
const COMMAND = "node tools/generate-types.ts";

const BANNER = `/**
 * Generated from schemas/ by \`${COMMAND}\`. Change a schema and run it again.
 */`;

const files = readdirSync(SCHEMAS)
  .filter((file) => file.endsWith(".schema.json") && file !== REVIEW)
  .sort();
const kinds = files.filter((file) => file !== STACK && file !== UNITS);

const isNode = (json: Json | undefined): json is Node =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/**
 * Titles of properties are for editors. Only the title of a file and of a shared definition names a type: otherwise every
 * property would get one. Examples would blow up the comments, and a default would narrow the type to its own.
 */
function withoutTitles(json: Json, named: boolean): Json {
  if (Array.isArray(json)) return json.map((each: Json) => withoutTitles(each, false));
  if (!isNode(json)) return json;
  const kept = Object.entries(json).flatMap(([key, value]): [string, Json][] => {
    const leftOut = (key === "title" && !named && typeof value === "string") || key === "examples" || key === "default";
    if (leftOut) return [];
    if (key === "$defs" && isNode(value)) {
      return [[key, mapped(value, (definition) => withoutTitles(definition, true))]];
    }
    // A property may be called `title`.
    if (key === "properties" && isNode(value)) {
      return [[key, mapped(value, (property) => withoutTitles(property, false))]];
    }
    return [[key, withoutTitles(value, false)]];
  });
  return Object.fromEntries(kept);
}

function mapped(node: Node, change: (json: Json) => Json): Node {
  return Object.fromEntries(Object.entries(node).map(([key, json]) => [key, change(json)]));
}

/** The stack's schema picks the schema of a module by its kind, which TypeScript says with a union. */
const anyModule: Node = { title: "Module", anyOf: kinds.map((file) => ({ $ref: file })) };

function load(file: string): Node {
  const named = withoutTitles(JSON.parse(readFileSync(join(SCHEMAS, file), "utf8")) as Node, true) as Node;
  const definitions = named["definitions"];
  return file === STACK && isNode(definitions)
    ? { ...named, definitions: { ...definitions, module: anyModule } }
    : named;
}

async function generate(): Promise<string> {
  const root = files.includes(STACK) ? load(STACK) : anyModule;
  return compile(root, "Module", {
    cwd: SCHEMAS,
    bannerComment: BANNER,
    additionalProperties: false,
    strictIndexSignatures: true,
    unknownAny: true,
    style: { printWidth: 120 },
    $refOptions: {
      resolve: {
        file: {
          order: 1,
          canRead: /\.schema\.json$/,
          read: ({ url }: { url: string }) => JSON.stringify(load(basename(url))),
        },
      },
    },
  });
}

const wanted = await generate();
if (!process.argv.includes("--check")) {
  writeFileSync(TYPES, wanted);
} else {
  const there = existsSync(TYPES) ? readFileSync(TYPES, "utf8") : "";
  if (there !== wanted) {
    console.error(`src/stack/types.ts is not what schemas/ say: run ${COMMAND}`);
    process.exitCode = 1;
  }
}
