/** `${NAME}` or `${NAME:-default}`, as a shell reads them: an empty variable counts as unset. */
const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** What `network.rpc` and the like expect. */
export const ENDPOINT = "an endpoint: http:// or https://, or ${NAME} of an environment variable that holds one";

export interface Interpolated {
  readonly text: string;
  readonly problems: readonly { readonly found: string; readonly expected: string }[];
}

/** The variable that a text is as a whole, its default aside; `undefined` for any other text. */
export function variableIn(text: string): string | undefined {
  const [, name] = new RegExp(`^${VARIABLE.source}$`).exec(text) ?? [];
  return name;
}

/**
 * The URL of an endpoint that a text says, with variables of the environment in their place. Nothing of it goes into a problem:
 * it may hold a secret wherever it comes from.
 */
export function endpointIn(
  text: string,
  env: NodeJS.ProcessEnv,
): { readonly ok: string } | Pick<Interpolated, "problems"> {
  const { text: url, problems } = interpolate(text, env);
  if (problems.length > 0) return { problems };
  if (URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol)) return { ok: url };
  return { problems: [{ found: "something else (not shown, it may hold a secret)", expected: ENDPOINT }] };
}

/** Puts environment variables into a text. Problems name variables, never values. */
export function interpolate(text: string, env: NodeJS.ProcessEnv): Interpolated {
  const unset: string[] = [];
  const result = text.replace(VARIABLE, (_all, name: string, otherwise: string | undefined) => {
    const value = env[name] || otherwise;
    if (value === undefined) unset.push(name);
    return value ?? "";
  });
  const problems = unset.map((name) => ({
    found: `the environment variable ${name}, which is not set`,
    expected: `a value for it, or a default in the file: \${${name}:-http://127.0.0.1:8545}`,
  }));
  if (text.replace(VARIABLE, "").includes("${")) {
    problems.push({ found: "a ${ that is no variable", expected: "${NAME} or ${NAME:-default}" });
  }
  return { text: result, problems };
}
