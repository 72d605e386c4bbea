import { isAlias, isScalar, type Node, type Scalar } from "yaml";
import { OrdinanceError, type Problem } from "../errors.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { suggestion } from "./nearest.ts";
import { parseYaml } from "./parse.ts";
import { Sheet, written } from "./sheet.ts";
import { quoted } from "./units/quoted.ts";
import { address, namelessAddress } from "./units.ts";

export interface Rotation {
  /** The whole file with the other address in the place of the old one: no other character differs. */
  readonly text: string;
  readonly before: Address;
}

/**
 * Writes another address behind a name of `addresses`.
 * @param to with a valid checksum.
 * @throws OrdinanceError ORD110 for an address that cannot be used, ORD111 for an unknown name, ORD127 for one whose address
 * is not written under `addresses`.
 */
export function rotate(text: string, file: string, name: string, to: string): Rotation {
  const parsed = namelessAddress.parse(to);
  if ("problem" in parsed) throw refused(file, { code: "ORD110", path: "the new address", ...parsed.problem });
  if (parsed.ok === ZERO_ADDRESS) {
    const remedy = "to take a right away, say so where it is declared: [], or the zero address";
    throw refused(file, { code: "ORD127", found: "the zero address", expected: "an account or a contract", remedy });
  }
  const sheet = new Sheet(file, parseYaml(text, file));
  const node = entryOf(sheet, name);
  const scalar = addressIn(sheet, node, name, text);
  const before = written(scalar);
  const [start, end] = scalar.range!;
  const shown = text.slice(start, end);
  return { text: text.slice(0, start) + shown.replace(before, to) + text.slice(end), before: before as Address };
}

/** What is written behind the name. */
function entryOf(sheet: Sheet, name: string): Node {
  const keys = sheet.entries(sheet.root, "", "a mapping with network, addresses and modules") ?? [];
  const under = (key: string) => {
    const entry = keys.find((each) => each.key === key);
    return entry ? (sheet.entries(entry.value, key, "a mapping") ?? []) : [];
  };
  const [addresses, modules] = [under("addresses"), under("modules")];
  if (sheet.problems.length > 0) throw new OrdinanceError(sheet.problems);
  const entry = addresses.find(({ key }) => key === name);
  if (entry) return entry.value;
  const module = modules.find(({ key }) => key === name);
  if (module) {
    throw refused(sheet.file, {
      ...{ code: "ORD127", ...module.at, path: `modules.${name}`, found: "the name of a module" },
      ...{ expected: "a name of addresses", remedy: "a contract is not rotated: edit its address by hand" },
    });
  }
  throw refused(sheet.file, {
    ...{ code: "ORD111", path: "addresses", found: `the unknown name ${quoted(name)}` },
    ...{
      expected: addresses.length > 0 ? `one of ${addresses.map(({ key }) => key).join(", ")}` : "a name that is there",
    },
    ...suggestion(
      name,
      addresses.map(({ key }) => key),
    ),
  });
}

/** The address itself, as it stands in the file. @param source text of the file. */
function addressIn(sheet: Sheet, node: Node, name: string, source: string): Scalar {
  const path = `addresses.${name}`;
  const refuse = (found: string, remedy?: string) =>
    refused(sheet.file, {
      ...{ code: "ORD127", ...sheet.at(node), path, found, expected: "an address that is written here" },
      ...(remedy === undefined ? {} : { remedy }),
    });
  if (isAlias(node)) throw refuse(`an alias of ${quoted(node.source)}`, "rotate the name where the anchor stands");
  if (!isScalar(node)) throw refuse("no single value");
  const text = written(node);
  if ("ok" in address.parse(text)) {
    // Put together from escapes or several lines, it has no place where the new one could stand.
    const [start, end] = node.range!;
    if (source.slice(start, end).includes(text)) return node;
    throw refuse("an address in pieces", "write its 42 characters in a row");
  }
  throw refuse(`the name ${quoted(text)}`, `ordinance rotate ${text}, if that is the one that changes hands`);
}

function refused(file: string, problem: Omit<Problem, "file">): OrdinanceError {
  return new OrdinanceError([{ file, ...problem }]);
}
