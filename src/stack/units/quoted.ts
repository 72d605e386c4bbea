/** A text of the file for a message: short, on one line, and without URLs. */
export function quoted(text: string): string {
  const safe = withoutUrls(text);
  return JSON.stringify(safe.length > 80 ? `${safe.slice(0, 77)}...` : safe);
}

/** A URL may hold a secret, wherever in the file it got to by mistake. */
export function withoutUrls(text: string): string {
  return text.replace(/[A-Za-z][\w+.-]*:\/\/\S*/g, "<URL>");
}
