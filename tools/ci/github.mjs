// @ts-check

/**
 * A request to the API of the host of the repository, as Actions name it.
 * @param {string} path
 * @param {{ method?: string, body?: unknown }} [more]
 * @returns {Promise<any>}
 */
export async function github(path, { method = "GET", body } = {}) {
  const response = await fetch(`${process.env["GITHUB_API_URL"]}/repos/${process.env["GITHUB_REPOSITORY"]}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${process.env["GITHUB_TOKEN"]}`,
      accept: "application/vnd.github+json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered with status ${response.status}`);
  return response.json();
}

/** Whoever Actions write as. */
export const BOT = "github-actions[bot]";

/**
 * Comments of a pull request that this project wrote.
 * @param {number} number
 * @returns {Promise<readonly { id: number, body: string }[]>}
 */
export async function ownComments(number) {
  const found = [];
  for (let page = 1; ; page++) {
    const comments = await github(`issues/${number}/comments?per_page=100&page=${page}`);
    for (const { id, body, user } of comments) {
      if (user?.login === BOT && typeof body === "string" && body.includes("<!-- ordinance ")) found.push({ id, body });
    }
    if (comments.length < 100) return found;
  }
}
