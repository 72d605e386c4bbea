/** Takes the exit code of a command. */
export type Done = (code: number) => void;

/** What `status --wait` can wait for. */
export const AWAITED = ["paused", "running"] as const;

export const STACK = ["-s, --stack <name>", "stack file stacks/<name>.yaml, or a path to one"] as const;
