/**
 * A module's entry as it stands in a stack file, for kinds whose keys are the user's own. What has another shape than
 * expected counts as absent here: it is reported when the file is read with the kind that results.
 */
export type Written = Readonly<Record<string, unknown>>;

/** The mapping under `key` without its `observe`; empty if there is none. */
export function section(written: Written, key: string): Written {
  const found = written[key];
  if (!isMapping(found)) return {};
  return Object.fromEntries(Object.entries(found).filter(([name]) => name !== "observe"));
}

/** A value in its plain or its long form. */
export function exactOf(written: unknown): unknown {
  return isMapping(written) ? written["value"] : written;
}

function isMapping(of: unknown): of is Written {
  return typeof of === "object" && of !== null && !Array.isArray(of);
}
