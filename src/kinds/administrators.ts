/**
 * Names of roles, each once, administrators after the roles that they administer: whoever makes the other changes is
 * granted first and revoked last.
 * @param adminOf the administrator that the file declares; anything else than a name declares none.
 * @param top administers what nothing is declared about; it is the last, whether it is among the names or not.
 */
export function administratorsLast(
  names: readonly string[],
  adminOf: (name: string) => unknown,
  top: string,
): readonly string[] {
  const distance = (name: string, passed: readonly string[] = []): number => {
    if (name === top || passed.includes(name)) return 0;
    const admin = adminOf(name);
    return 1 + distance(typeof admin === "string" ? admin : top, [...passed, name]);
  };
  const others = [...new Set(names)].filter((name) => name !== top);
  return [...others.sort((a, b) => distance(b) - distance(a)), top];
}
