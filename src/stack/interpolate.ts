/** `${NAME}` or `${NAME:-default}`, as a shell reads them: an empty variable counts as unset. */
const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

export interface Interpolated {
  readonly text: string;
  readonly problems: readonly { readonly found: string; readonly expected: string }[];
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
